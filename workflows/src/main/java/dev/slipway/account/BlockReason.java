package dev.slipway.account;

/** Why the pool does not grant an account. */
public enum BlockReason {
    /** 401. Until a worker announces the account as working again. */
    UNAUTHORIZED,
    /** 403 suspended. Until a worker announces the account as working again. */
    SUSPENDED,
    /** Until the time that GitHub named; a secondary limit without a time: 60 s, then growing. */
    RATE_LIMITED,
    /** 403 with {@code X-GitHub-SSO}: the token must be authorised for the organisation. */
    SSO_REQUIRED,
    /** Missing scope or permission. */
    FORBIDDEN,
    /** By a person, until a person lifts it or the time that was given. */
    MANUAL;

    /** Whether it ends when a worker has seen that GitHub takes the account again, and says so. */
    public boolean endsByALook() {
        return this != RATE_LIMITED && this != MANUAL;
    }
}
