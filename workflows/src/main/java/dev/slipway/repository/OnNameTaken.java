package dev.slipway.repository;

/** What to do when the wanted name belongs to a repository that is not this project's. */
public enum OnNameTaken {
    /** Try {@code name-2}, {@code name-3}, … */
    SUFFIX,
    /** Work in the repository that is there. */
    REUSE,
    /** Rest in NEEDS_ATTENTION. */
    NEEDS_ATTENTION
}
