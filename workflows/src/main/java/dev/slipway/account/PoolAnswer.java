package dev.slipway.account;

/**
 * Something that the pool has to tell a requester.
 *
 * @param signal one of {@link AccountSignals}
 * @param message the signal's argument
 */
record PoolAnswer(String requester, String signal, Object message) {}
