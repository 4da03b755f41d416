package dev.slipway.agent;

/** What an agent is asked to do. */
public enum AgentTask {
    GENERATE,
    FIX,
    TESTS,
    OPTIMISE
}
