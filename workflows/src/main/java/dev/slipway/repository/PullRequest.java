package dev.slipway.repository;

/**
 * A pull request that is there.
 *
 * @param created whether this call opened it
 * @param merged whether it is merged already
 * @param requests REST requests that this call spent
 */
public record PullRequest(int number, String url, boolean created, boolean merged, int requests) {}
