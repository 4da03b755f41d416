package dev.slipway.activities.agent;

import dev.slipway.agent.TokenUsage;
import dev.slipway.run.AgentName;
import dev.slipway.seat.Spent;
import java.math.BigDecimal;

/** What a run counts as: the agent's own figure, else the list price of its model, else a rate for tokens. */
@FunctionalInterface
public interface RunPricing {
    /** @param reported what the agent said it cost; zero where it does not say */
    Spent of(AgentName agent, String model, BigDecimal reported, TokenUsage tokens);
}
