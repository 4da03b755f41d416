package dev.slipway.account;

/**
 * Signal from the pool: the answer to a {@link WriteSlotsRequest}, with the lease renewed.
 */
public record WriteSlotsGranted(long request, AccountLease lease, WriteSlots writes) {}
