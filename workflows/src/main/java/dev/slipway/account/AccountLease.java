package dev.slipway.account;

import java.time.Instant;

/**
 * The right to act as an account for a while.
 *
 * @param login GitHub's name of the account's user; all accounts of one user share its limits
 * @param owner where repositories go
 * @param fence fencing number: grows with every lease that the pool grants; a push with a lower one than the checkpoint carries is refused
 * @param expiresAt by the pool's clock; the holder renews before that
 */
public record AccountLease(AccountName account, String login, String owner, long fence, Instant expiresAt) {}
