package dev.slipway.change;

import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.AgentResult;
import dev.slipway.agent.AgentTask;
import dev.slipway.artifact.ArtifactRef;
import dev.slipway.run.WaitReason;
import dev.slipway.run.WorkflowClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Runs the agent until there is work to look at. A provider's limit is waited for and uses up no attempt; a crash uses
 * one; what trying again can't mend is a matter for people.
 */
final class AgentRounds {
    /** Clocks differ: a provider that is asked a moment too early says no again. */
    private static final Duration QUOTA_MARGIN = Duration.ofSeconds(2);
    /** Interruptions come from outside, such as a host that stops; so many in a row are no accident. */
    private static final int INTERRUPTIONS = 5;

    private final HostSteps host;
    private final StepNames names;
    private final Attempts attempts;
    private final RunStatus status;
    private final Helm helm;
    private final ChangePlan plan;
    private final ChangeOptions options;
    private final Runnable onLongWait;
    /** Limits without a time: the provider is asked again after a minute, then less and less often. */
    private final Backoff quota = new Backoff(Duration.ofMinutes(1), Duration.ofHours(1));

    private @Nullable String agentSession;
    private int interruptions;

    /** @param onLongWait what to give back before a long wait */
    AgentRounds(
            ChangePlan plan,
            ChangeOptions options,
            HostSteps host,
            StepNames names,
            Attempts attempts,
            RunStatus status,
            Helm helm,
            Runnable onLongWait) {
        this.helm = helm;
        this.plan = plan;
        this.options = options;
        this.host = host;
        this.names = names;
        this.attempts = attempts;
        this.status = status;
        this.onLongWait = onLongWait;
    }

    /** The next run has no context of earlier ones. */
    void beginAnew() {
        agentSession = null;
    }

    /**
     * Runs the agent on a task.
     *
     * @param failure what is to be mended; null where the task is another
     * @throws NeedsAttention when attempts are used up, or trying again can't help
     */
    AgentResult run(AgentTask task, @Nullable ArtifactRef failure) {
        Step step = Step.valueOf(task.name());
        while (true) {
            AgentResult result = host.agent(step, names.next(step), task, failure, agentSession);
            boolean counts = !result.outcome().limit() && result.outcome() != AgentOutcome.INTERRUPTED;
            status.agentRan(task, result, counts);
            status.note(step, told(task, result), result.outcome().worked(), result.duration(), result.transcript());
            if (result.outcome().limit()) {
                park(step, result);
                continue;
            }
            quota.succeeded();
            if (counts) {
                interruptions = 0;
            }
            if (isWork(task, result.outcome())) {
                agentSession = result.agentSession();
                return result;
            }
            tryAgain(step, result);
        }
    }

    /** An agent that was to write something and changed nothing has not worked. */
    private static boolean isWork(AgentTask task, AgentOutcome outcome) {
        return outcome.worked() && !(task == AgentTask.GENERATE && outcome == AgentOutcome.NO_CHANGE);
    }

    private void tryAgain(Step step, AgentResult result) {
        switch (result.outcome()) {
            case AUTH_FAILED, CREDIT_EXHAUSTED, CONTENT_REFUSED -> throw new NeedsAttention(step, describe(result));
            case INTERRUPTED -> {
                agentSession = result.agentSession();
                // An agent that people stopped was not interrupted by an accident.
                if (!helm.stopsNow() && ++interruptions > INTERRUPTIONS) {
                    interruptions = 0;
                    attempts.spend(step, describe(result));
                }
            }
            case CONTEXT_EXCEEDED, NO_CHANGE -> {
                agentSession = null;
                attempts.spend(step, describe(result));
                Pause.sleep(plan.retryDelay(), "before the next attempt");
            }
            default -> {
                agentSession = result.agentSession();
                attempts.spend(step, describe(result));
                Pause.sleep(plan.retryDelay(), "before the next attempt");
            }
        }
    }

    private void park(Step step, AgentResult result) {
        Duration guess = quota.next();
        Instant now = WorkflowClock.now();
        Instant until = result.until() != null && result.until().isAfter(now)
                ? result.until().plus(QUOTA_MARGIN)
                : now.plus(guess);
        agentSession = result.agentSession();
        status.waiting(WaitReason.QUOTA, until, describe(result));
        if (Duration.between(now, until).compareTo(options.keepSlotFor()) > 0) {
            onLongWait.run();
        }
        while (WorkflowClock.now().isBefore(until)) {
            status.waiting(WaitReason.QUOTA, until, describe(result));
            Pause.until(Duration.between(WorkflowClock.now(), until), "agent's quota", helm::pauses);
            helm.between(step);
        }
    }

    private static String told(AgentTask task, AgentResult result) {
        String outcome = name(result.outcome());
        return task.name().toLowerCase(Locale.ROOT) + ": " + outcome
                + (result.headline().isBlank() ? "" : ": " + result.headline());
    }

    private static String describe(AgentResult result) {
        String headline = Text.oneLine(result.headline(), 200);
        return "agent " + result.agent() + ": " + name(result.outcome()) + (headline.isEmpty() ? "" : ": " + headline);
    }

    private static String name(AgentOutcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
