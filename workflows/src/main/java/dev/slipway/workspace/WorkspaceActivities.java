package dev.slipway.workspace;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Opening a workspace; on {@link dev.slipway.run.TaskQueues#WORK}, and on a host's own queue to adopt what it has. */
@ActivityInterface(namePrefix = "Workspace.")
public interface WorkspaceActivities {
    /** Runs as long as the workspace is in use, heartbeating each second. */
    @ActivityMethod(name = "Hold")
    SessionEnd hold(OpenWorkspace request);
}
