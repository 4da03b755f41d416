package dev.slipway.starter.run;

import dev.slipway.batch.KnownProjects;
import dev.slipway.change.Steered;
import dev.slipway.change.Steering;
import dev.slipway.run.BatchName;
import dev.slipway.run.WorkflowIds;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.run.Targets.Target;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks running workflows to do what people want, and brings their answers. */
public final class Wheel {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Once one was silent, the others that are do not add up to minutes. */
    private static final Duration LESS_PATIENCE = Duration.ofSeconds(3);

    /** What there is to say of one that came to its end just now. */
    static final String OVER = "is over already";

    private final Server server;
    private Duration patience = PATIENCE;

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
        return answer(target, asked).orElseThrow(() -> silent(target.shown()));
    }

    /** Asks one of several workflows. That it is silent is its answer, and the others are asked all the same. */
    Answer steerAmongOthers(Target target, Steering asked) {
        Optional<Answer> answer = answer(target, asked);
        if (answer.isEmpty()) {
            patience = LESS_PATIENCE;
        }
        return answer.orElseGet(() -> Answer.refused(target, "gave no answer; maybe it hears of it later"));
    }

    private Optional<Answer> answer(Target target, Steering asked) {
        try {
            return update(target.workflowId(), Steering.UPDATE, Steered.class, asked)
                    .map(steered -> new Answer(target, steered, ""));
        } catch (WorkflowUpdateException e) {
            return Optional.of(Answer.refused(target, refusal(e)));
        } catch (WorkflowNotFoundException e) {
            return Optional.of(Answer.refused(target, OVER));
        }
    }

    /** Handlers don't fail, so this is the validator's refusal; its type is lost on the way. */
    static String refusal(WorkflowUpdateException refused) {
        return refused.getCause() instanceof ApplicationFailure refusal
                ? refusal.getOriginalMessage()
                : String.valueOf(refused.getMessage());
    }

    /**
     * Sends an update, and waits for its answer, but not for ever.
     *
     * @param shown the workflow, for people
     * @throws CommandFailure where no worker answers
     */
    public <T> T ask(String workflowId, String shown, String update, Class<T> answer, Object asked) {
        return update(workflowId, update, answer, asked).orElseThrow(() -> silent(shown));
    }

    /** Workflow ids of the projects that an open batch tells what it is told; empty where it does not answer. */
    Set<String> known(Target batch) {
        try {
            return within(() -> server.client()
                            .newUntypedWorkflowStub(batch.workflowId())
                            .query(KnownProjects.QUERY, KnownProjects.class))
                    .map(known -> known.projects().stream()
                            .map(project -> WorkflowIds.project(BatchName.of(batch.name()), project))
                            .collect(Collectors.toSet()))
                    .orElse(Set.of());
        } catch (WorkflowException unknown) {
            return Set.of();
        }
    }

    private CommandFailure silent(String shown) {
        return CommandFailure.failed("No worker answered for " + shown + " within " + patience.toSeconds()
                + " s. Is one running? ('slipway worker list', 'slipway up')");
    }

    private <T> Optional<T> update(String workflowId, String update, Class<T> answer, Object asked) {
        return within(() -> server.client().newUntypedWorkflowStub(workflowId).update(update, answer, asked));
    }

    /** Empty where nobody answers in time. */
    private <T> Optional<T> within(Supplier<T> call) {
        CompletableFuture<T> answered = CompletableFuture.supplyAsync(call);
        try {
            return Optional.of(answered.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw CommandFailure.failed(String.valueOf(e.getCause()), e.getCause());
        }
    }
}
