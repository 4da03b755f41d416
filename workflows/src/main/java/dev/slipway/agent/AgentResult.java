package dev.slipway.agent;

import dev.slipway.artifact.ArtifactRef;
import dev.slipway.run.AgentName;
import dev.slipway.scan.Finding;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent's run came to.
 *
 * @param agent the agent that ran
 * @param until when a limit ends, where the provider said so
 * @param agentSession to resume; null where the agent can't
 * @param costUsd as the agent reported it, else by its model's list price, else by the rate for tokens
 * @param costEstimated whether that rate was taken
 * @param deniedTools tools that it asked for and was refused
 * @param headline one line for people, such as the agent's own error; no prompt text
 * @param commit checkpoint after the run; empty where findings held it back
 * @param changed whether it left the working tree otherwise than it found it, however it ended
 * @param findings of the secret scan before the checkpoint's push
 * @param excerpt the findings as text for an agent; null without findings
 */
public record AgentResult(
        AgentName agent,
        AgentOutcome outcome,
        @Nullable Instant until,
        @Nullable String agentSession,
        String model,
        int turns,
        BigDecimal costUsd,
        boolean costEstimated,
        TokenUsage tokens,
        List<String> deniedTools,
        int exitCode,
        String headline,
        Duration duration,
        @Nullable ArtifactRef transcript,
        String commit,
        boolean changed,
        List<Finding> findings,
        @Nullable ArtifactRef excerpt) {
    public AgentResult {
        deniedTools = List.copyOf(deniedTools);
        findings = List.copyOf(findings);
    }
}
