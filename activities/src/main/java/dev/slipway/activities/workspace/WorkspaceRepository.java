package dev.slipway.activities.workspace;

import dev.slipway.activities.git.CatchUpOutcome;
import dev.slipway.activities.git.CheckpointOutcome;
import dev.slipway.activities.git.OpenedTree;
import dev.slipway.activities.git.PublishOutcome;
import dev.slipway.activities.git.SessionSpec;

/** The Git side of one session; {@link dev.slipway.activities.git.WorkspaceGit} in everything but tests. */
interface WorkspaceRepository extends AutoCloseable {
    OpenedTree open(SessionSpec spec);

    CheckpointOutcome checkpoint(String message);

    PublishOutcome publish(String message);

    CatchUpOutcome catchUp(boolean withBase);

    void dropCheckpoint();

    @Override
    void close();
}
