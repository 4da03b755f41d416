package dev.slipway.change;

import dev.slipway.change.AccountLeasing.Permit;
import dev.slipway.failure.FailureType;
import dev.slipway.repository.RepositoryActivities;
import dev.slipway.run.TaskQueues;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Calls to GitHub's API: each under a lease with write slots, repeated under another account where this one is refused. */
final class GitHubSteps {
    /** From 1 s, as GitHub asks of writes; a few times only, since a repetition by the workflow has new write slots. */
    private static final RetryOptions A_FEW_TIMES = RetryOptions.newBuilder()
            .setInitialInterval(Duration.ofSeconds(1))
            .setBackoffCoefficient(2)
            .setMaximumInterval(Duration.ofSeconds(30))
            .setMaximumAttempts(4)
            .setDoNotRetry(Arrays.stream(FailureType.values())
                    .filter(type -> !type.retryable())
                    .map(Enum::name)
                    .toArray(String[]::new))
            .build();
    /** A handful of requests of at most half a minute each, and the wait for a write slot that is near. */
    private static final Duration A_FEW_REQUESTS = Duration.ofMinutes(3);
    /** The worker beats each second while a call runs: silence for so long means that it is gone. */
    private static final Duration WORKER_IS_GONE = Duration.ofSeconds(10);

    private final AccountLeasing accounts;
    private final Recovery recovery;
    private final Helm helm;

    GitHubSteps(AccountLeasing accounts, Recovery recovery, Helm helm) {
        this.helm = helm;
        this.accounts = accounts;
        this.recovery = recovery;
    }

    /** Runs the call until it comes through. */
    <R> R call(Step step, String summary, int writes, BiFunction<RepositoryActivities, Permit, R> call) {
        RepositoryActivities github = Workflow.newActivityStub(RepositoryActivities.class, options(summary));
        while (true) {
            helm.between(step);
            Permit permit = accounts.permit(writes);
            try {
                R result = call.apply(github, permit);
                recovery.succeeded();
                return result;
            } catch (TemporalFailure failure) {
                recovery.after(failure, step);
            }
        }
    }

    /** Begins a call that nothing waits for yet. It has the activity's own retries only. */
    <R> Promise<R> start(String summary, Function<RepositoryActivities, R> call) {
        RepositoryActivities github = Workflow.newActivityStub(RepositoryActivities.class, options(summary));
        return Async.function(() -> call.apply(github));
    }

    private static ActivityOptions options(String summary) {
        return ActivityOptions.newBuilder()
                .setTaskQueue(TaskQueues.GITHUB)
                .setStartToCloseTimeout(A_FEW_REQUESTS)
                .setHeartbeatTimeout(WORKER_IS_GONE)
                .setRetryOptions(A_FEW_TIMES)
                .setSummary(summary)
                .build();
    }
}
