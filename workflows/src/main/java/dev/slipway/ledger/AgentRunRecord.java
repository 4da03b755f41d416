package dev.slipway.ledger;

import dev.slipway.run.RunKey;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run of an agent. Its key is workflow id, run key, step and host: a step that was repeated on another host was paid
 * for twice, one that was reported twice was not.
 *
 * @param task such as {@code FIX}
 * @param category of work; empty where it is not known
 * @param seat the login under which it ran; empty where the agent has none
 * @param billing {@code metered} or {@code subscription}; empty where it is not known
 * @param outcome an {@code AgentOutcome}'s name
 * @param until when a limit ends; null without one
 * @param costUsd exact; of a subscription the list price, which nobody pays
 * @param estimated whether the cost is a guess and not the agent's own figure
 */
public record AgentRunRecord(
        String workflowId,
        RunKey runKey,
        String step,
        String host,
        String task,
        String category,
        String agent,
        String seat,
        String billing,
        String model,
        String outcome,
        @Nullable Instant until,
        Instant startedAt,
        Duration took,
        int turns,
        long tokensIn,
        long tokensOut,
        long tokensCacheRead,
        long tokensCacheWrite,
        BigDecimal costUsd,
        boolean estimated) {}
