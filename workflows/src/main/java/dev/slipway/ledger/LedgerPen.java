package dev.slipway.ledger;

import dev.slipway.run.TaskQueues;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * With it a workflow writes to the ledger: nothing waits for it, nothing fails with it, and a cancellation does not stop
 * it. Before it closes or continues as new, a workflow waits for {@link #dry}.
 */
public final class LedgerPen {
    /** From 1 s to a minute, without end: the ledger may be away for hours. What it refuses is not retried. */
    private static final RetryOptions UNTIL_IT_ANSWERS = RetryOptions.newBuilder()
            .setInitialInterval(Duration.ofSeconds(1))
            .setBackoffCoefficient(2)
            .setMaximumInterval(Duration.ofMinutes(1))
            .build();
    /** A few statements; the wait for a busy database and a migration that another worker does are within it. */
    private static final Duration A_FEW_STATEMENTS = Duration.ofMinutes(2);
    /** The worker beats each second while a call runs: silence for so long means that it is gone. */
    private static final Duration WORKER_IS_GONE = Duration.ofSeconds(10);

    private final List<Promise<Recorded>> wet = new ArrayList<>();

    /** Writes a run that is over. */
    public Promise<Recorded> record(RunRecord run) {
        return write("record", () -> Async.function(stub("record")::record, run));
    }

    /** Writes what a person decided. */
    public Promise<Recorded> decided(Decision decision) {
        return write("decision", () -> Async.function(stub(decision.what())::decided, decision));
    }

    /** Writes that a limit was met, or has ended. */
    public Promise<Recorded> limitMet(LimitMet limit) {
        return write("limit", () -> Async.function(stub(limit.what())::limitMet, limit));
    }

    /** Completed, and never failed, when everything so far is written, or was refused. */
    public Promise<Void> dry() {
        wet.removeIf(Promise::isCompleted);
        return Promise.allOf(List.copyOf(wet));
    }

    private Promise<Recorded> write(String what, Supplier<Promise<Recorded>> call) {
        wet.removeIf(Promise::isCompleted);
        CancellationScope detached =
                Workflow.newDetachedCancellationScope(() -> wet.add(call.get().handle((recorded, failure) -> {
                    if (failure != null) {
                        Workflow.getLogger(LedgerPen.class)
                                .warn("the ledger refused a {}: {}", what, failure.getMessage());
                    }
                    return failure == null ? recorded : new Recorded(0);
                })));
        detached.run();
        return wet.get(wet.size() - 1);
    }

    private static LedgerActivities stub(String summary) {
        return Workflow.newActivityStub(
                LedgerActivities.class,
                ActivityOptions.newBuilder()
                        .setTaskQueue(TaskQueues.GITHUB)
                        .setStartToCloseTimeout(A_FEW_STATEMENTS)
                        .setHeartbeatTimeout(WORKER_IS_GONE)
                        .setRetryOptions(UNTIL_IT_ANSWERS)
                        .setSummary("ledger: " + summary)
                        .build());
    }
}
