package dev.slipway.starter.run;

import dev.slipway.account.AccountName;
import dev.slipway.artifact.ArtifactRef;
import dev.slipway.project.ProjectSpec;
import dev.slipway.run.AgentName;
import org.jspecify.annotations.Nullable;

/** Projects as a file gives them, with what the command line or the machine adds. */
public final class Specs {
    private Specs() {}

    public static ProjectSpec withAgent(ProjectSpec spec, AgentName agent) {
        return spec.with(spec.owner(), spec.account(), agent, spec.constitution());
    }

    public static ProjectSpec withConstitution(ProjectSpec spec, ArtifactRef constitution) {
        return spec.with(spec.owner(), spec.account(), spec.agent(), constitution);
    }

    /** Where its account and owner are not those of the file: in the sandbox. */
    public static ProjectSpec withOwner(ProjectSpec spec, @Nullable String owner, @Nullable AccountName account) {
        return spec.with(owner, account, spec.agent(), spec.constitution());
    }

    /** Without an agent of its own: the worker's default. */
    public static ProjectSpec withDefaultAgent(ProjectSpec spec) {
        return spec.with(spec.owner(), spec.account(), null, spec.constitution());
    }
}
