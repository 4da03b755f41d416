package dev.slipway.change;

import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.AgentResult;
import dev.slipway.agent.AgentTask;
import dev.slipway.agent.Approach;
import dev.slipway.artifact.ArtifactRef;
import dev.slipway.run.AgentName;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs the agent until there is work to look at. A provider's limit is waited for and uses up no attempt; a crash uses
 * one; what trying again can't mend is a matter for people.
 */
final class AgentRounds {
    /** Interruptions come from outside, such as a host that stops; so many in a row are no accident. */
    private static final int INTERRUPTIONS = 5;
    /** Runs that a budget cut short; so many in a row are bounded by something else, and what there is is looked at. */
    private static final int CUTS = 5;

    private final HostSteps host;
    private final StepNames names;
    private final Attempts attempts;
    private final RunStatus status;
    private final Helm helm;
    private final ChangePlan plan;
    private final SeatLeasing seats;

    /** Of each agent the session to go on with; another agent can't resume it, another seat can. */
    private final Map<AgentName, String> sessions = new TreeMap<>(Comparator.comparing(AgentName::value));

    private Approach approach = Approach.FIRST;
    private int interruptions;
    private int cuts;

    AgentRounds(
            ChangePlan plan,
            HostSteps host,
            SeatLeasing seats,
            StepNames names,
            Attempts attempts,
            RunStatus status,
            Helm helm) {
        this.helm = helm;
        this.plan = plan;
        this.host = host;
        this.seats = seats;
        this.names = names;
        this.attempts = attempts;
        this.status = status;
    }

    /** The next run has no context of earlier ones. */
    void beginAnew() {
        sessions.clear();
    }

    /**
     * Runs the agent on a task.
     *
     * @param failure what is to be mended; null where the task is another
     * @throws NeedsAttention when attempts are used up, or trying again can't help
     */
    AgentResult run(AgentTask task, @Nullable ArtifactRef failure) {
        Step step = Step.valueOf(task.name());
        boolean changed = false;
        while (true) {
            AgentResult result = host.agent(step, names.next(step), task, failure, sessions::get, approach);
            changed |= result.changed();
            boolean asksAnew = losesSeat(result.outcome()) || isCut(result.outcome());
            // One that goes on where it was stopped is gone about as it was.
            approach = asksAnew ? approach : approach.after(result.outcome());
            boolean counts = !asksAnew && result.outcome() != AgentOutcome.INTERRUPTED;
            status.agentRan(task, result, seats.held(), counts);
            status.note(step, told(task, result), result.outcome().worked(), result.duration(), result.transcript());
            if (asksAnew) {
                remember(result);
                // Its host has told the pool, which says to whoever asks for a seat how long that lasts.
                seats.over();
                continue;
            }
            if (counts) {
                interruptions = 0;
                cuts = 0;
            }
            if (isWork(task, result.outcome(), changed)) {
                remember(result);
                return result;
            }
            tryAgain(step, result);
        }
    }

    /** Whether the seat can't be used now: the work goes on with another, or when this one is well again. */
    private static boolean losesSeat(AgentOutcome outcome) {
        return outcome.limit() || outcome == AgentOutcome.AUTH_FAILED || outcome == AgentOutcome.CREDIT_EXHAUSTED;
    }

    /** Whether it stopped at what the budgets had left for it: it goes on where it was when they have more. */
    private boolean isCut(AgentOutcome outcome) {
        return outcome == AgentOutcome.SPEND_LIMIT && ++cuts <= CUTS;
    }

    private void remember(AgentResult result) {
        if (result.agentSession() == null) {
            sessions.remove(result.agent());
        } else {
            sessions.put(result.agent(), result.agentSession());
        }
    }

    /**
     * An agent that was to write something and changed nothing has not worked; unless a run that was stopped before it had
     * finished had written all.
     */
    private static boolean isWork(AgentTask task, AgentOutcome outcome, boolean changed) {
        return outcome.worked() && !(task == AgentTask.GENERATE && outcome == AgentOutcome.NO_CHANGE && !changed);
    }

    private void tryAgain(Step step, AgentResult result) {
        switch (result.outcome()) {
            case CONTENT_REFUSED -> throw new NeedsAttention(step, describe(result));
            case INTERRUPTED -> {
                remember(result);
                // An agent that people stopped was not interrupted by an accident.
                if (!helm.stopsNow() && ++interruptions > INTERRUPTIONS) {
                    interruptions = 0;
                    attempts.spend(step, describe(result));
                }
            }
            case CONTEXT_EXCEEDED, NO_CHANGE -> {
                sessions.remove(result.agent());
                attempts.spend(step, describe(result));
                helm.waits(plan.retryDelay(), "before the next attempt");
            }
            default -> {
                remember(result);
                attempts.spend(step, describe(result));
                helm.waits(plan.retryDelay(), "before the next attempt");
            }
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
