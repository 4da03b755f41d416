package dev.slipway.activities.verification;

import dev.slipway.activities.artifact.ArtifactStore;
import dev.slipway.activities.toolchain.ToolchainRun;
import dev.slipway.activities.toolchain.ToolchainRunner;
import dev.slipway.activities.workspace.HostSessions;
import dev.slipway.activities.workspace.StepContext;
import dev.slipway.artifact.ArtifactRef;
import dev.slipway.verification.Verification;
import dev.slipway.verification.VerificationActivities;
import dev.slipway.verification.VerifyWorkspace;
import java.io.IOException;
import java.nio.file.Path;

/** Builds and tests a workspace of this host. */
public final class VerificationActivitiesImpl implements VerificationActivities {
    private final HostSessions sessions;
    private final ToolchainRunner toolchains;
    private final ArtifactStore artifacts;

    public VerificationActivitiesImpl(HostSessions sessions, ToolchainRunner toolchains, ArtifactStore artifacts) {
        this.sessions = sessions;
        this.toolchains = toolchains;
        this.artifacts = artifacts;
    }

    @Override
    public Verification verify(VerifyWorkspace request) {
        return sessions.step(
                request.workspace(), request.step(), Verification.class, context -> verify(context, request));
    }

    private Verification verify(StepContext context, VerifyWorkspace request) throws IOException, InterruptedException {
        Path log = context.folder().log(request.step());
        ToolchainRun run = toolchains.run(
                request.toolchain(),
                request.commands(),
                context.folder().tree(),
                context.folder().home(),
                log,
                request.timeout(),
                context::started);
        String key = request.workspace().runKey() + "/" + request.step() + "/";
        ArtifactRef excerpt = run.passed() ? null : artifacts.put(key + "excerpt.txt", run.excerpt());
        return new Verification(
                run.passed(),
                run.failedPhase(),
                run.runs(),
                run.headline(),
                artifacts.put(key + "build.log", log),
                excerpt,
                run.duration());
    }
}
