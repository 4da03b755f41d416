package dev.slipway.activities.verification;

import dev.slipway.activities.artifact.ArtifactStore;
import dev.slipway.activities.artifact.Redaction;
import dev.slipway.activities.failure.Failures;
import dev.slipway.activities.toolchain.ToolchainRun;
import dev.slipway.activities.toolchain.ToolchainRunner;
import dev.slipway.activities.workspace.HostSessions;
import dev.slipway.activities.workspace.StepContext;
import dev.slipway.artifact.ArtifactRef;
import dev.slipway.failure.FailureType;
import dev.slipway.settings.secret.Secret;
import dev.slipway.verification.DeployWorkspace;
import dev.slipway.verification.Verification;
import dev.slipway.verification.VerificationActivities;
import dev.slipway.verification.VerifyWorkspace;
import dev.slipway.workspace.WorkspaceRef;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Builds, tests and deploys a workspace of this host. */
public final class VerificationActivitiesImpl implements VerificationActivities {
    private final HostSessions sessions;
    private final ToolchainRunner toolchains;
    private final ArtifactStore artifacts;
    private final Supplier<List<Secret>> secrets;

    /** @param secrets every value that must not stand in a build's log */
    public VerificationActivitiesImpl(
            HostSessions sessions,
            ToolchainRunner toolchains,
            ArtifactStore artifacts,
            Supplier<List<Secret>> secrets) {
        this.sessions = sessions;
        this.toolchains = toolchains;
        this.artifacts = artifacts;
        this.secrets = secrets;
    }

    @Override
    public Verification verify(VerifyWorkspace request) {
        return sessions.step(
                request.workspace(), request.step(), Verification.class, context -> verify(context, request));
    }

    private Verification verify(StepContext context, VerifyWorkspace request) throws IOException, InterruptedException {
        Path log = context.folder().log(request.step());
        Redaction redaction = new Redaction(secrets.get());
        ToolchainRun run;
        try {
            run = build(context, request, log);
        } finally {
            redaction.clean(log);
        }
        return keep(run, request.workspace(), request.step(), log, redaction);
    }

    @Override
    public Verification deploy(DeployWorkspace request) {
        return sessions.step(
                request.workspace(), request.step(), Verification.class, context -> deploy(context, request));
    }

    private Verification deploy(StepContext context, DeployWorkspace request) throws IOException, InterruptedException {
        Path log = context.folder().log(request.step());
        Redaction redaction = new Redaction(secrets.get());
        ToolchainRun run;
        try {
            run = new DeployCommands(toolchains, context, request, log).run();
        } finally {
            redaction.clean(log);
        }
        return keep(run, request.workspace(), request.step(), log, redaction);
    }

    private Verification keep(ToolchainRun run, WorkspaceRef workspace, String step, Path log, Redaction redaction)
            throws IOException {
        String key = workspace.runKey() + "/" + step + "/";
        ArtifactRef excerpt = run.passed() ? null : artifacts.put(key + "excerpt.txt", redaction.of(run.excerpt()));
        return new Verification(
                run.passed(),
                run.failedPhase(),
                run.runs(),
                redaction.of(run.headline()),
                artifacts.put(key + "build.log", log),
                excerpt,
                run.duration());
    }

    private ToolchainRun build(StepContext context, VerifyWorkspace request, Path log) throws InterruptedException {
        try {
            return toolchains.run(
                    request.toolchain(),
                    request.commands(),
                    context.folder().tree(),
                    context.folder().home(),
                    log,
                    request.timeout(),
                    context::started);
        } catch (IOException e) {
            FailureType type = Failures.hostIsFull(e) ? FailureType.HOST_RESOURCES : FailureType.TOOL_MISSING;
            throw Failures.of(type, String.valueOf(e.getMessage()));
        }
    }
}
