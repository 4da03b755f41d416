package dev.slipway.failure;

/**
 * The one vocabulary of failures. Activities throw {@code ApplicationFailure} with one of these names as its type,
 * non-retryable where Temporal's own retry can't help. A limit is no failure of the work and uses up no attempt.
 */
public enum FailureType {
    /** The other side can't be reached or answered 5xx; trying again may help. */
    UNAVAILABLE(true),
    /** 401: the account's credentials are not accepted. Blocks the account. */
    ACCOUNT_UNAUTHORIZED(false),
    /** 403 suspended. Blocks the account. */
    ACCOUNT_SUSPENDED(false),
    /** The account may not do this (scope, permission, SSO). Another account may. */
    ACCOUNT_FORBIDDEN(false),
    /** Primary or secondary rate limit; the detail is {@link RateLimited}. Parks the account's user until then. */
    ACCOUNT_RATE_LIMITED(false),
    /** The account's lease has run out or another holder has a higher fencing number. */
    LEASE_LOST(false),
    /** The agent's seat is parked, blocked, or its budget is used up: the agent was not started. */
    SEAT_LOST(false),
    /** The repository name belongs to somebody else's repository and the configured answer is to ask. */
    NAME_TAKEN(false),
    /** GitHub refused the request as invalid (422 and the like). */
    REQUEST_REFUSED(false),
    /** A newer session owns the workspace's checkpoint; this host must stop. */
    SESSION_FENCED(false),
    /** The session is not open on this host: it restarted, or the session was closed. */
    SESSION_GONE(false),
    /** The host is out of disk or another resource. */
    HOST_RESOURCES(false),
    /** The remote branch moved, and not by us. */
    PUSH_CONFLICT(false),
    /** A name in the configuration that this worker does not have: account, agent, toolchain. */
    NOT_CONFIGURED(false),
    /** A tool is not on this host. */
    TOOL_MISSING(false),
    /** What must not be done twice was begun, and whether it was done can't be told. */
    OUTCOME_UNKNOWN(false),
    /** A bug of ours. */
    INTERNAL(false);

    private final boolean retryable;

    FailureType(boolean retryable) {
        this.retryable = retryable;
    }

    /** Whether Temporal may try the activity again by itself. */
    public boolean retryable() {
        return retryable;
    }
}
