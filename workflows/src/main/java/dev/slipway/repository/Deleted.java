package dev.slipway.repository;

/**
 * Outcome of a removal: {@code deleted} is false where it was gone already or is not ours to remove.
 */
public record Deleted(boolean deleted, int requests) {}
