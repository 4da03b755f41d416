package dev.slipway.activities.git;

/**
 * A working tree that is ready.
 *
 * @param commit that it is at
 * @param restored whether it holds work of an earlier session
 */
public record OpenedTree(String commit, boolean restored) {}
