package dev.slipway.change;

import dev.slipway.account.WriteSlots;
import dev.slipway.change.AccountLeasing.Permit;
import dev.slipway.repository.Repository;
import dev.slipway.repository.TopicsSet;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Promise;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The repository's topics, set while the agent already works: two writes of one GitHub user are a second apart, and
 * nothing else waits for this one.
 */
final class Topics {
    private final RepositorySource source;
    private final GitHubSteps github;
    private final RunStatus status;
    private @Nullable Promise<TopicsSet> setting;

    Topics(RepositorySource source, GitHubSteps github, RunStatus status) {
        this.source = source;
        this.github = github;
        this.status = status;
    }

    /** Content writes to reserve for it, beside the repository's own. */
    int writes() {
        return source.hasTopics() ? 1 : 0;
    }

    /** Begins, with the last of the slots that the repository's permit has. */
    void begin(Repository repository, Permit permit) {
        if (source.hasTopics()) {
            List<Instant> slots = permit.writes().notBefore();
            WriteSlots last = new WriteSlots(slots.subList(Math.max(0, slots.size() - 1), slots.size()));
            setting = github.start("topics", api -> source.setTopics(api, repository, permit.lease(), last));
        }
    }

    /** Waits until they are set; where that failed, sets them as every other step is done. */
    void finish(Repository repository) {
        if (setting == null) {
            return;
        }
        TopicsSet outcome = finished(repository, setting);
        setting = null;
        status.spent(outcome.requests());
    }

    private TopicsSet finished(Repository repository, Promise<TopicsSet> begun) {
        try {
            return begun.get();
        } catch (TemporalFailure failure) {
            return github.call(
                    Step.PULL_REQUEST,
                    "topics",
                    1,
                    (api, permit) -> source.setTopics(api, repository, permit.lease(), permit.writes()));
        }
    }
}
