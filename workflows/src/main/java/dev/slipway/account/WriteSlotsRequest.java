package dev.slipway.account;

/**
 * Signal to the pool: reserve {@code writes} slots for the lease's user, and renew the lease; answered by
 * signal {@code writeSlotsGranted}, or by {@code leaseWaiting} with this request's number where the lease is over or its
 * account blocked: then the requester asks for a new lease.
 */
public record WriteSlotsRequest(String requester, long request, AccountLease lease, int writes) {}
