package dev.slipway.workspace;

/**
 * Scan, commit and push the change's branch, in one atomic push with the leased checkpoint ref.
 *
 * @param step unique name of the step in its run, such as {@code 5-push}; a repeated step returns its first outcome
 * @param message commit message; the run key is added as a trailer
 */
public record Publish(WorkspaceRef workspace, String step, String message) {}
