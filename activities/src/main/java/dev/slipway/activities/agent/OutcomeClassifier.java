package dev.slipway.activities.agent;

import dev.slipway.activities.agent.RunSigns.Cause;
import dev.slipway.activities.agent.RunSigns.Ending;
import dev.slipway.agent.AgentOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges how an agent's run ended, for every agent: by the fields of its events, its process's end and what it changed.
 * Nothing that anybody wrote in words is read here, so a limit that is only quoted changes nothing.
 */
final class OutcomeClassifier {
    /** No provider's window is longer than a week; a little more for clocks that differ. */
    static final Duration FARTHEST = Duration.ofDays(8);

    private static final Logger log = LoggerFactory.getLogger(OutcomeClassifier.class);

    /** @param until when a limit ends, bounded; null where nobody said, or what was said can't be */
    record Verdict(AgentOutcome outcome, @Nullable Instant until) {}

    private final Clock clock;

    OutcomeClassifier(Clock clock) {
        this.clock = clock;
    }

    /** How the run ended, before anyone looked at the working tree. */
    Verdict judge(RunSigns signs, AgentEnd end) {
        AgentOutcome outcome = outcome(signs, end);
        return new Verdict(outcome, outcome.limit() ? until(signs.standing()) : null);
    }

    /** An agent that says it is done may have done nothing; then what it was refused is the likely reason. */
    static AgentOutcome afterLooking(AgentOutcome said, List<String> deniedTools, boolean changed) {
        if (said != AgentOutcome.COMPLETED || changed) {
            return said;
        }
        return deniedTools.isEmpty() ? AgentOutcome.NO_CHANGE : AgentOutcome.PERMISSION_DENIED;
    }

    private static AgentOutcome outcome(RunSigns signs, AgentEnd end) {
        if (signs.ending() == Ending.DONE) {
            return done(signs);
        }
        if (end.process().timedOut()) {
            return waitedForProvider(signs, AgentOutcome.TIMED_OUT);
        }
        if (end.stalled()) {
            return waitedForProvider(signs, AgentOutcome.STALLED);
        }
        if (end.process().stopped()) {
            return AgentOutcome.INTERRUPTED;
        }
        return signs.ending() == Ending.FAILED ? failed(signs) : cutOff(signs, end);
    }

    /** Some versions end well although a limit stopped them: what the model said last tells. */
    private static AgentOutcome done(RunSigns signs) {
        ProviderLimit limit = signs.standing();
        if (limit != null) {
            return limit.window().outcome();
        }
        return signs.cause() == Cause.REFUSAL ? AgentOutcome.CONTENT_REFUSED : AgentOutcome.COMPLETED;
    }

    /** An agent that tries and tries to get past its provider's answer has not been slow itself. */
    private static AgentOutcome waitedForProvider(RunSigns signs, AgentOutcome otherwise) {
        ProviderLimit limit = signs.standing();
        if (limit != null) {
            return limit.window().outcome();
        }
        if (signs.cause() == Cause.PROVIDER) {
            return AgentOutcome.OVERLOADED;
        }
        AgentOutcome byStatus = byStatus(signs.status());
        return byStatus.limit() ? byStatus : otherwise;
    }

    private static AgentOutcome failed(RunSigns signs) {
        return switch (signs.cause()) {
            case TURNS -> AgentOutcome.TURN_LIMIT;
            case SPEND -> AgentOutcome.SPEND_LIMIT;
            case CONTEXT -> AgentOutcome.CONTEXT_EXCEEDED;
            case REFUSAL -> AgentOutcome.CONTENT_REFUSED;
            case LOGIN -> AgentOutcome.AUTH_FAILED;
            case CREDIT -> AgentOutcome.CREDIT_EXHAUSTED;
            case RATE -> limited(signs.standing());
            case PROVIDER -> AgentOutcome.OVERLOADED;
            case NONE ->
                signs.standing() != null || signs.status() == 429
                        ? limited(signs.standing())
                        : byStatus(signs.status());
        };
    }

    private static AgentOutcome cutOff(RunSigns signs, AgentEnd end) {
        if (signs.standing() != null) {
            return limited(signs.standing());
        }
        // Claude Code ends with 0 and without a result when it is interrupted.
        return end.interrupted() || (signs.begun() && end.exitCode() == 0)
                ? AgentOutcome.INTERRUPTED
                : AgentOutcome.CRASHED;
    }

    private static AgentOutcome limited(@Nullable ProviderLimit limit) {
        return limit == null ? AgentOutcome.RATE_LIMITED : limit.window().outcome();
    }

    private static AgentOutcome byStatus(int status) {
        return switch (status) {
            case 401, 403 -> AgentOutcome.AUTH_FAILED;
            case 402 -> AgentOutcome.CREDIT_EXHAUSTED;
            case 413 -> AgentOutcome.CONTEXT_EXCEEDED;
            case 429 -> AgentOutcome.RATE_LIMITED;
            default -> status >= 500 ? AgentOutcome.OVERLOADED : AgentOutcome.CRASHED;
        };
    }

    /** A time that is over is none: the wait is then as long as without one. */
    private @Nullable Instant until(@Nullable ProviderLimit limit) {
        Instant said = limit == null ? null : limit.until();
        if (said == null) {
            return null;
        }
        Instant now = clock.instant();
        if (!said.isAfter(now)) {
            log.warn("the provider's limit is said to end at {}, which is over: waiting as without a time", said);
            return null;
        }
        Instant farthest = now.plus(FARTHEST);
        if (said.isAfter(farthest)) {
            log.warn("the provider's limit is said to end at {}, too far ahead: asking again at {}", said, farthest);
            return farthest;
        }
        return said;
    }
}
