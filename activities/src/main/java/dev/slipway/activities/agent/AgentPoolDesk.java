package dev.slipway.activities.agent;

import dev.slipway.activities.failure.Failures;
import dev.slipway.failure.FailureType;
import dev.slipway.run.WorkflowIds;
import dev.slipway.seat.AgentPoolWorkflow;
import dev.slipway.seat.CanaryBegun;
import dev.slipway.seat.RunAnswer;
import dev.slipway.seat.RunBegun;
import dev.slipway.seat.RunQuestion;
import dev.slipway.seat.RunSettled;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent pool, by queries and signals: neither leaves an event in a project's history. */
public final class AgentPoolDesk implements SeatDesk {
    private static final Logger log = LoggerFactory.getLogger(AgentPoolDesk.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
    /** With the waits doubling, some ten minutes: longer than a restart of the server. */
    private static final int TRIES = 34;

    private final WorkflowClient client;

    public AgentPoolDesk(WorkflowClient client) {
        this.client = client;
    }

    private AgentPoolWorkflow pool() {
        return client.newWorkflowStub(AgentPoolWorkflow.class, WorkflowIds.AGENT_POOL);
    }

    @Override
    public RunAnswer mayRun(RunQuestion question) throws InterruptedException {
        return patiently("asked whether an agent may start", () -> pool().mayRun(question));
    }

    @Override
    public void begun(CanaryBegun begun) {
        tell("that " + begun.lease().seat() + " is tried", () -> pool().canaryBegun(begun));
    }

    @Override
    public void begun(RunBegun begun) {
        tell("that an agent of " + begun.lease().seat() + " starts", () -> pool().runBegun(begun));
    }

    private static void tell(String what, Runnable telling) {
        try {
            telling.run();
        } catch (WorkflowException | StatusRuntimeException e) {
            log.warn("the agent pool was not told {}: {}", what, e.getMessage());
        }
    }

    @Override
    public void settle(RunSettled settled) throws InterruptedException {
        boolean told = patiently("told what an agent used", () -> {
            pool().settle(settled);
            return true;
        });
        log.debug("{} of {} settled: {}", settled.step(), settled.lease().requester(), told);
    }

    private static <T> T patiently(String what, Supplier<T> call) throws InterruptedException {
        Duration wait = FIRST_WAIT;
        for (int left = TRIES; ; left--) {
            try {
                return call.get();
            } catch (WorkflowException | StatusRuntimeException e) {
                if (left == 0) {
                    throw Failures.of(
                            FailureType.UNAVAILABLE, "the agent pool could not be " + what + ": " + Failures.rootOf(e));
                }
                log.warn("the agent pool could not be {}, again in {}: {}", what, wait, Failures.rootOf(e));
            }
            Thread.sleep(wait.toMillis());
            Duration doubled = wait.multipliedBy(2);
            wait = doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
        }
    }
}
