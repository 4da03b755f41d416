package dev.slipway.workspace;

/**
 * Bring the working tree up to date with what others pushed to the change's branch. Nothing is pushed to the branch: what
 * came together is verified first.
 *
 * @param step unique name of the step in its run, such as {@code 6-push}; a repeated step returns its first outcome
 * @param withBase also with what the base branch has by now
 */
public record CatchUp(WorkspaceRef workspace, String step, boolean withBase) {}
