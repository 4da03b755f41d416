package dev.slipway.starter.run;

import dev.slipway.change.Steered;
import dev.slipway.change.Steering;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.run.Targets.Target;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks running workflows to do what people want, and brings their answers. */
public final class Wheel {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Server server;

    public Wheel(Server server) {
        this.server = server;
    }

    /**
     * What came of it.
     *
     * @param steered null where it was refused
     * @param refused the reason; empty where it was not
     */
    public record Answer(Target target, @Nullable Steered steered, String refused) {
        public static Answer refused(Target target, String reason) {
            return new Answer(target, null, reason);
        }

        /** One line for people. */
        public String line() {
            return target.shown() + " " + (steered == null ? refused : steered.text());
        }
    }

    /**
     * Asks one workflow.
     *
     * @throws CommandFailure where no worker answers
     */
    public Answer steer(Target target, Steering asked) {
        try {
            return new Answer(
                    target, ask(target.workflowId(), target.shown(), Steering.UPDATE, Steered.class, asked), "");
        } catch (WorkflowUpdateException e) {
            // Handlers don't fail, so this is the validator's refusal; its type is lost on the way.
            return Answer.refused(
                    target,
                    e.getCause() instanceof ApplicationFailure refusal
                            ? refusal.getOriginalMessage()
                            : String.valueOf(e.getMessage()));
        } catch (WorkflowNotFoundException e) {
            return Answer.refused(target, "is over already");
        }
    }

    /**
     * Sends an update, and waits for its answer, but not for ever.
     *
     * @param shown the workflow, for people
     */
    public <T> T ask(String workflowId, String shown, String update, Class<T> answer, Object asked) {
        CompletableFuture<T> answered = CompletableFuture.supplyAsync(
                () -> server.client().newUntypedWorkflowStub(workflowId).update(update, answer, asked));
        try {
            return answered.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw CommandFailure.failed("No worker answered for " + shown + " within " + PATIENCE.toSeconds()
                    + " s. Is one running? ('slipway worker list', 'slipway up')");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw CommandFailure.failed(shown + ": " + e.getCause(), e.getCause());
        }
    }
}
