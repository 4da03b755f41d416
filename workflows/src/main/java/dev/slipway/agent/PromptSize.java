package dev.slipway.agent;

/** How much an agent is told. */
public enum PromptSize {
    FULL,
    /** The task in few words, long texts as files: for an agent that stalled, or that ran out of its context. */
    SHORT
}
