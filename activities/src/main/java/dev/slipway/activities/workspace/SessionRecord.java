package dev.slipway.activities.workspace;

import dev.slipway.run.RunKey;

/**
 * Whose a workspace on this host's disk is.
 *
 * @param workflowId of the run
 * @param session the newest that was opened here
 * @param repository {@code owner/name}, for people who look
 */
record SessionRecord(RunKey runKey, String workflowId, long session, String repository) {}
