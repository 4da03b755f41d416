package dev.slipway.account;

/**
 * Answer to {@link BlockAccount}.
 *
 * @param known whether the pool has that account
 * @param changed false where it was blocked by a person already
 * @param text for people, to follow the account's name
 */
public record Blocked(boolean known, boolean changed, String text) {}
