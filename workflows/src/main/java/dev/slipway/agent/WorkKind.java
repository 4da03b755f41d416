package dev.slipway.agent;

import static java.util.Objects.requireNonNull;

import dev.slipway.run.ToolchainName;

/** What kind of work a run is: runs of one kind cost about the same. */
public record WorkKind(ToolchainName toolchain, AgentTask task) {
    public WorkKind {
        requireNonNull(toolchain, "toolchain is null");
        requireNonNull(task, "task is null");
    }

    /** What most likely comes after it: a fix. */
    public WorkKind next() {
        return new WorkKind(toolchain, AgentTask.FIX);
    }

    public WorkCategory category() {
        return WorkCategory.of(task);
    }
}
