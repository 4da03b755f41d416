package dev.slipway.repository;

/** Who can see a repository. */
public enum Visibility {
    PUBLIC,
    PRIVATE
}
