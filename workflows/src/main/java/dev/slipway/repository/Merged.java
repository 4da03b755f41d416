package dev.slipway.repository;

/**
 * Outcome of a merge.
 *
 * @param merged false where GitHub does not allow it (conflict, protection)
 * @param reason why not, in GitHub's words; empty when merged
 */
public record Merged(boolean merged, String reason, int requests) {}
