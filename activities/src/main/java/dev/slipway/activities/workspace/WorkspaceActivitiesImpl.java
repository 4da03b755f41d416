package dev.slipway.activities.workspace;

import dev.slipway.workspace.OpenWorkspace;
import dev.slipway.workspace.SessionEnd;
import dev.slipway.workspace.WorkspaceActivities;

/** Opening a workspace on this host. */
public final class WorkspaceActivitiesImpl implements WorkspaceActivities {
    private final HostSessions sessions;

    public WorkspaceActivitiesImpl(HostSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public SessionEnd hold(OpenWorkspace request) {
        return sessions.hold(request, Pulse.ofThisActivity());
    }
}
