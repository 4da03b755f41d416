package dev.slipway.activities.agent;

import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.AgentResult;
import dev.slipway.agent.TokenUsage;
import dev.slipway.artifact.ArtifactRef;
import dev.slipway.run.AgentName;
import dev.slipway.scan.Finding;
import dev.slipway.seat.Spent;
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
        boolean costEstimated,
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
                anew,
                until,
                session,
                model,
                turns,
                costUsd,
                costEstimated,
                tokens,
                deniedTools,
                exitCode,
                newHeadline,
                duration);
    }

    /** The same run with what it counts as. */
    AgentReport priced(Spent spent) {
        return new AgentReport(
                outcome,
                until,
                session,
                model,
                turns,
                spent.costUsd(),
                spent.estimated(),
                tokens,
                deniedTools,
                exitCode,
                headline,
                duration);
    }

    /** Of a run that was ended: what it cost is known, what it did is not kept. */
    AgentResult result(AgentName agent) {
        return result(agent, null, "", false, List.of(), null);
    }

    /** With what became of the working tree. */
    AgentResult result(
            AgentName agent,
            @Nullable ArtifactRef transcript,
            String commit,
            boolean changed,
            List<Finding> findings,
            @Nullable ArtifactRef excerpt) {
        return new AgentResult(
                agent,
                outcome,
                until,
                session,
                model,
                turns,
                costUsd,
                costEstimated,
                tokens,
                deniedTools,
                exitCode,
                headline,
                duration,
                transcript,
                commit,
                changed,
                findings,
                excerpt);
    }
}
