package dev.slipway.workspace;

import dev.slipway.run.HostId;

/**
 * Signal from a host: the session is open; everything in the workspace now runs on {@code queue}.
 *
 * @param commit the commit that the working tree is at
 * @param restored whether work of an earlier session was found, on the host or at the checkpoint ref
 * @param sameHost whether the host had the workspace already, so that outcomes of its steps are still there
 */
public record WorkspaceOpened(
        long session, HostId host, String queue, String commit, boolean restored, boolean sameHost) {}
