package dev.slipway.activities.workspace;

import dev.slipway.activities.git.CatchUpOutcome;
import dev.slipway.activities.git.CheckpointOutcome;
import dev.slipway.activities.git.PublishOutcome;
import dev.slipway.activities.process.RunningProcess;
import dev.slipway.workspace.OpenWorkspace;
import java.io.IOException;
import java.util.Optional;

/** What a step finds when it runs: its workspace, in whichever session that is by now. */
public interface StepContext {
    WorkspaceFolder folder();

    /** As the newest session was opened. */
    OpenWorkspace session();

    /** A process runs for this step: it is ended with the step. */
    void started(RunningProcess process);

    /** Whether the step was told to end: its processes are ended, and its outcome counts no more. */
    boolean stopping();

    /** Whether it was told to end so that another session, on whichever host, goes on with what it leaves. */
    boolean kept();

    /** Commits, scans and pushes; throws {@code LEASE_LOST} where the account's lease has run out. */
    CheckpointOutcome checkpoint(String message);

    /** Pushes the change's branch; throws {@code LEASE_LOST} where the account's lease has run out. */
    PublishOutcome publish(String message);

    /** Brings the tree up to date with the remote; throws {@code LEASE_LOST} where the account's lease has run out. */
    CatchUpOutcome catchUp(boolean withBase);

    /** A record that the step, or an earlier run of it that was interrupted, left on this host. */
    <T> Optional<T> recall(String name, Class<T> type);

    /** Leaves a record that survives the process. */
    void remember(String name, Object value) throws IOException;
}
