package dev.slipway.workspace;

/**
 * Outcome of {@link CloseWorkspace}: {@code wasOpen} is false for a session that was gone already.
 */
public record WorkspaceClosed(boolean wasOpen) {}
