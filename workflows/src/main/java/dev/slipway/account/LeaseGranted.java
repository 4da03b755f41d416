package dev.slipway.account;

/**
 * Signal from the pool: the answer to a {@link LeaseRequest}.
 */
public record LeaseGranted(long request, AccountLease lease, WriteSlots writes) {}
