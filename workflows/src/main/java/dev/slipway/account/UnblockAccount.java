package dev.slipway.account;

/**
 * Update: a person knows that an account is well again.
 *
 * @param by who, for the record
 */
public record UnblockAccount(AccountName account, String by) {
    /** Name of the update at the pool. */
    public static final String UPDATE = "unblock";
}
