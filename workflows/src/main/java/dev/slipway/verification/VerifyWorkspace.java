package dev.slipway.verification;

import dev.slipway.run.ToolchainName;
import dev.slipway.workspace.WorkspaceRef;
import java.time.Duration;

/**
 * Prepare, compile and test the working tree; stops at the first phase that fails.
 *
 * @param step unique name of the step in its run, such as {@code 3-verify}; a repeated step returns its first outcome
 * @param timeout for all phases together
 */
public record VerifyWorkspace(
        WorkspaceRef workspace, String step, ToolchainName toolchain, Commands commands, Duration timeout) {}
