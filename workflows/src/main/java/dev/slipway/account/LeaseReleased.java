package dev.slipway.account;

/**
 * Signal to the pool: the account is given back.
 */
public record LeaseReleased(String requester, AccountName account, long fence) {}
