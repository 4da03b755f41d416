package dev.slipway.workspace;

import dev.slipway.account.AccountLease;
import dev.slipway.run.RunKey;

/**
 * Addresses an open session from a host step. A step of a session that is not the host's newest is refused with {@code SESSION_FENCED}, of one that is not open with {@code SESSION_GONE}.
 *
 * @param lease the account under which checkpoint and branch are pushed
 */
public record WorkspaceRef(RunKey runKey, long session, AccountLease lease) {}
