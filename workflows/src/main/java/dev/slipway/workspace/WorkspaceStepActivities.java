package dev.slipway.workspace;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Steps of an open workspace, on its host's queue; one attempt each, the workflow decides about the next. */
@ActivityInterface(namePrefix = "WorkspaceStep.")
public interface WorkspaceStepActivities {
    @ActivityMethod(name = "Publish")
    Published publish(Publish request);

    /**
     * Fails with {@code PUSH_CONFLICT} where others took this run's commits out of the branch, or it has no history in
     * common with this change.
     */
    @ActivityMethod(name = "CatchUp")
    CaughtUp catchUp(CatchUp request);

    @ActivityMethod(name = "Close")
    WorkspaceClosed close(CloseWorkspace request);
}
