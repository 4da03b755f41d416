package dev.slipway.account;

/**
 * Signal to the pool: reserve {@code writes} slots for the lease's user, and renew the lease; answered by signal {@code writeSlotsGranted}.
 */
public record WriteSlotsRequest(String requester, long request, AccountLease lease, int writes) {}
