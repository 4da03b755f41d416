package dev.slipway.workspace;

/**
 * Close a session: its holder completes and the slot is free.
 *
 * @param keep leave the files on the host (somebody may want to look, or the run may go on)
 * @param dropCheckpoint delete the checkpoint ref on the remote (the run is completed or abandoned)
 */
public record CloseWorkspace(WorkspaceRef workspace, boolean keep, boolean dropCheckpoint) {}
