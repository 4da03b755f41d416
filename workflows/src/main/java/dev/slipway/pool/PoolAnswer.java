package dev.slipway.pool;

/**
 * Something that a pool has to tell a requester.
 *
 * @param requester workflow id
 * @param signal by which the requester is told
 * @param message the signal's argument
 */
public record PoolAnswer(String requester, String signal, Object message) {}
