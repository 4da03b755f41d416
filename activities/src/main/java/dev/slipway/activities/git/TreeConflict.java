package dev.slipway.activities.git;

/**
 * A path that both sides changed in ways that do not go together.
 *
 * @param what each side did, for people and agents
 * @param excerpt the places with both versions between markers; empty where one version had to be left out
 */
public record TreeConflict(String path, String what, String excerpt) {}
