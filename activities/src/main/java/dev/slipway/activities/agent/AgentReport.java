package dev.slipway.activities.agent;

import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.TokenUsage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent said of its run, before anyone looked at the working tree. See {@link dev.slipway.agent.AgentResult} for
 * the fields.
 */
public record AgentReport(
        AgentOutcome outcome,
        @Nullable Instant until,
        @Nullable String session,
        String model,
        int turns,
        BigDecimal costUsd,
        TokenUsage tokens,
        List<String> deniedTools,
        int exitCode,
        String headline,
        Duration duration) {
    public AgentReport {
        deniedTools = List.copyOf(deniedTools);
    }

    /** The same run, judged anew. */
    AgentReport judged(AgentOutcome anew, String newHeadline) {
        return new AgentReport(
                anew, until, session, model, turns, costUsd, tokens, deniedTools, exitCode, newHeadline, duration);
    }
}
