package dev.slipway.repository;

/** How a pull request is merged. */
public enum MergeMethod {
    MERGE,
    SQUASH,
    REBASE
}
