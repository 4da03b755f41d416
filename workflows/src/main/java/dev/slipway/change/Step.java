package dev.slipway.change;

/** Steps of the road, as people see them. */
public enum Step {
    ACCOUNT,
    REPOSITORY,
    WORKSPACE,
    GENERATE,
    TESTS,
    OPTIMISE,
    VERIFY,
    FIX,
    PUSH,
    PULL_REQUEST,
    MERGE,
    DEPLOY,
    CLEANUP;

    /** Whether people can go back to it: a step that does work. */
    public boolean isWork() {
        return this != ACCOUNT && this != REPOSITORY && this != WORKSPACE && this != FIX && this != CLEANUP;
    }

    /** Whether {@code pause --now} stops it: an agent goes on later, a build runs again. The others end. */
    public boolean stoppable() {
        return this == GENERATE || this == TESTS || this == OPTIMISE || this == FIX || this == VERIFY;
    }

    /**
     * Where an execution that ended in this step is taken up again by another one. A push and what follows begin with
     * the push, which finds what is there; what is merged is only deployed.
     */
    public Step resumesAt() {
        return switch (this) {
            case TESTS, OPTIMISE, VERIFY, PUSH, DEPLOY -> this;
            case FIX -> VERIFY;
            case PULL_REQUEST, MERGE -> PUSH;
            case ACCOUNT, REPOSITORY, WORKSPACE, GENERATE, CLEANUP -> GENERATE;
        };
    }
}
