package dev.slipway.workspace;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Steps of an open workspace, on its host's queue; one attempt each, the workflow decides about the next. */
@ActivityInterface(namePrefix = "WorkspaceStep.")
public interface WorkspaceStepActivities {
    @ActivityMethod(name = "Publish")
    Published publish(Publish request);

    @ActivityMethod(name = "Close")
    WorkspaceClosed close(CloseWorkspace request);
}
