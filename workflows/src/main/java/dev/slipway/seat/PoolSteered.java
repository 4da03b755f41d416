package dev.slipway.seat;

/**
 * Answer to what a person asked of the pool.
 *
 * @param known whether there is such a seat or budget
 * @param changed false where it was so already
 * @param text for people, to follow the name
 */
public record PoolSteered(boolean known, boolean changed, String text) {}
