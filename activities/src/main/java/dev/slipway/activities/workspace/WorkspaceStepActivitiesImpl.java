package dev.slipway.activities.workspace;

import dev.slipway.activities.artifact.ArtifactStore;
import dev.slipway.activities.git.PublishOutcome;
import dev.slipway.activities.scan.SecretScanner;
import dev.slipway.artifact.ArtifactRef;
import dev.slipway.workspace.CloseWorkspace;
import dev.slipway.workspace.Publish;
import dev.slipway.workspace.Published;
import dev.slipway.workspace.WorkspaceClosed;
import dev.slipway.workspace.WorkspaceStepActivities;
import java.io.IOException;

/** Pushing and closing a workspace of this host. */
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
        ArtifactRef excerpt = outcome.findings().isEmpty()
                ? null
                : artifacts.put(
                        request.workspace().runKey() + "/" + request.step() + "/findings.txt",
                        scanner.describe(outcome.findings()));
        return new Published(outcome.commit(), outcome.changed(), outcome.findings(), excerpt, outcome.files());
    }

    @Override
    public WorkspaceClosed close(CloseWorkspace request) {
        return sessions.close(request);
    }
}
