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
    CLEANUP
}
