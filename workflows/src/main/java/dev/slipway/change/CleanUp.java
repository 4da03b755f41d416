package dev.slipway.change;

import dev.slipway.repository.DeleteRepository;
import dev.slipway.repository.Deleted;
import dev.slipway.repository.Repository;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Removes what a failed change left. A repository goes only if this run created it: others may have worked in an older one. */
final class CleanUp {
    /** A courtesy: where no account can be had for so long, the repository stays. */
    private static final Duration WITHIN = Duration.ofMinutes(10);

    private final ChangePlan plan;
    private final WorkspaceSession session;
    private final AccountLeasing accounts;
    private final GitHubSteps github;
    private final RunStatus status;

    CleanUp(ChangePlan plan, WorkspaceSession session, AccountLeasing accounts, GitHubSteps github, RunStatus status) {
        this.plan = plan;
        this.session = session;
        this.accounts = accounts;
        this.github = github;
        this.status = status;
    }

    /**
     * Removes workspace and checkpoint.
     *
     * @param withRepository whether the repository is to go too
     */
    void after(Repository repository, boolean withRepository) {
        CancellationScope scope = Workflow.newCancellationScope(() -> {
            session.discard(repository, accounts.lease());
            if (withRepository && repository.created()) {
                delete(repository);
            }
        });
        Promise<Void> cleaning = Async.procedure(scope::run);
        if (!Pause.until(WITHIN, "clean up", cleaning::isCompleted)) {
            scope.cancel("no account could be had to clean up");
            status.note(Step.CLEANUP, "not cleaned up: no account could be had", false);
        } else if (cleaning.getFailure() != null) {
            status.note(Step.CLEANUP, "not cleaned up: " + cleaning.getFailure().getMessage(), false);
        }
    }

    /** After a cancellation: gives the slot back, and removes what nobody wants to keep. */
    void after(Cancellation cancelled, @Nullable Repository repository) {
        if (cancelled.keepWorkspace() || repository == null) {
            session.close(true, false);
        } else {
            after(repository, false);
        }
    }

    private void delete(Repository repository) {
        Deleted deleted = github.call(
                Step.CLEANUP,
                "delete the repository",
                1,
                (api, permit) -> api.delete(
                        new DeleteRepository(repository.id(), plan.marker(), permit.lease(), permit.writes())));
        status.spent(deleted.requests());
        status.note(Step.CLEANUP, deleted.deleted() ? "repository deleted" : "repository kept", true);
    }
}
