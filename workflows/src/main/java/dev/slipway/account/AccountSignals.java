package dev.slipway.account;

/** Names of the signals by which the pool answers. */
public final class AccountSignals {
    public static final String ACCOUNT_LEASED = "accountLeased";
    public static final String LEASE_WAITING = "leaseWaiting";
    public static final String WRITE_SLOTS_GRANTED = "writeSlotsGranted";

    private AccountSignals() {}
}
