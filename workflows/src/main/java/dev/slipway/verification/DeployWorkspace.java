package dev.slipway.verification;

import dev.slipway.run.ToolchainName;
import dev.slipway.workspace.WorkspaceRef;
import java.time.Duration;

/**
 * Prepare the working tree, then run the project's deploy commands; stops at the first command that fails.
 *
 * @param step unique name of the step in its run, such as {@code 5-deploy}; the commands run at most once under it on a
 *     host
 * @param timeout for all commands together
 */
public record DeployWorkspace(
        WorkspaceRef workspace, String step, ToolchainName toolchain, Commands commands, Duration timeout) {}
