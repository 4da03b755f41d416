package dev.slipway.activities.workspace;

import dev.slipway.activities.artifact.ArtifactStore;
import dev.slipway.activities.git.CatchUpOutcome;
import dev.slipway.activities.git.PublishOutcome;
import dev.slipway.activities.git.TreeConflict;
import dev.slipway.activities.scan.SecretScanner;
import dev.slipway.artifact.ArtifactRef;
import dev.slipway.scan.Finding;
import dev.slipway.workspace.CatchUp;
import dev.slipway.workspace.CaughtUp;
import dev.slipway.workspace.CloseWorkspace;
import dev.slipway.workspace.Publish;
import dev.slipway.workspace.Published;
import dev.slipway.workspace.WorkspaceClosed;
import dev.slipway.workspace.WorkspaceRef;
import dev.slipway.workspace.WorkspaceStepActivities;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pushing, catching up and closing a workspace of this host. */
public final class WorkspaceStepActivitiesImpl implements WorkspaceStepActivities {
    private final HostSessions sessions;
    private final ArtifactStore artifacts;
    private final SecretScanner scanner;

    public WorkspaceStepActivitiesImpl(HostSessions sessions, ArtifactStore artifacts, SecretScanner scanner) {
        this.sessions = sessions;
        this.artifacts = artifacts;
        this.scanner = scanner;
    }

    @Override
    public Published publish(Publish request) {
        return sessions.step(
                request.workspace(), request.step(), Published.class, context -> publish(context, request));
    }

    private Published publish(StepContext context, Publish request) throws IOException {
        PublishOutcome outcome = context.publish(request.message());
        return new Published(
                outcome.commit(),
                outcome.changed(),
                outcome.findings(),
                excerpt(request.workspace(), request.step(), outcome.findings(), outcome.conflicts()),
                outcome.files(),
                outcome.moved(),
                ConflictText.paths(outcome.conflicts()));
    }

    @Override
    public CaughtUp catchUp(CatchUp request) {
        return sessions.step(request.workspace(), request.step(), CaughtUp.class, context -> catchUp(context, request));
    }

    private CaughtUp catchUp(StepContext context, CatchUp request) throws IOException {
        CatchUpOutcome outcome = context.catchUp(request.withBase());
        return new CaughtUp(
                outcome.with(),
                ConflictText.paths(outcome.conflicts()),
                outcome.findings(),
                excerpt(request.workspace(), request.step(), outcome.findings(), outcome.conflicts()));
    }

    private @Nullable ArtifactRef excerpt(
            WorkspaceRef workspace, String step, List<Finding> findings, List<TreeConflict> conflicts)
            throws IOException {
        String key = workspace.runKey() + "/" + step + "/";
        if (!findings.isEmpty()) {
            return artifacts.put(key + "findings.txt", scanner.describe(findings));
        }
        return conflicts.isEmpty() ? null : artifacts.put(key + "conflicts.txt", ConflictText.of(conflicts));
    }

    @Override
    public WorkspaceClosed close(CloseWorkspace request) {
        return sessions.close(request);
    }
}
