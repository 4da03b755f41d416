package dev.slipway.agent;

/** How an agent's run ended. Limits are no failures of the work. */
public enum AgentOutcome {
    COMPLETED,
    NO_CHANGE,
    SESSION_LIMIT,
    WEEKLY_LIMIT,
    RATE_LIMITED,
    OVERLOADED,
    CREDIT_EXHAUSTED,
    AUTH_FAILED,
    PERMISSION_DENIED,
    CONTENT_REFUSED,
    CONTEXT_EXCEEDED,
    TURN_LIMIT,
    SPEND_LIMIT,
    CRASHED,
    TIMED_OUT,
    STALLED,
    INTERRUPTED;

    /** Whether the provider stopped it: the work waits, no attempt is used up. */
    public boolean limit() {
        return this == SESSION_LIMIT || this == WEEKLY_LIMIT || this == RATE_LIMITED || this == OVERLOADED;
    }

    /** Whether there may be work to verify. */
    public boolean worked() {
        return this == COMPLETED
                || this == NO_CHANGE
                || this == PERMISSION_DENIED
                || this == TURN_LIMIT
                || this == SPEND_LIMIT;
    }
}
