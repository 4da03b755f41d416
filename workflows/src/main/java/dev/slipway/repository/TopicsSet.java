package dev.slipway.repository;

/**
 * Outcome of setting topics: {@code set} is false where the repository has them already or is not ours to change.
 *
 * @param requests REST requests that this call spent
 */
public record TopicsSet(boolean set, int requests) {}
