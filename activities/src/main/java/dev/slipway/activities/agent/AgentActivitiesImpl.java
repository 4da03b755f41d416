package dev.slipway.activities.agent;

import dev.slipway.activities.artifact.ArtifactStore;
import dev.slipway.activities.scan.SecretScanner;
import dev.slipway.activities.workspace.HostSessions;
import dev.slipway.agent.AgentActivities;
import dev.slipway.agent.AgentResult;
import dev.slipway.agent.AgentRun;
import dev.slipway.run.ToolchainName;
import dev.slipway.settings.secret.Secret;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs agents in this host's workspaces. */
public final class AgentActivitiesImpl implements AgentActivities {
    private final HostSessions sessions;
    private final AgentStep step;

    /**
     * @param guidance of a toolchain, for the prompt
     * @param secrets every value that must not stand in a transcript
     * @param desk where runs are allowed and settled
     * @param pricing what a run costs where its agent does not say
     * @param cut told of runs that were ended with their sessions
     */
    public AgentActivitiesImpl(
            HostSessions sessions,
            Agents agents,
            AgentPrompts prompts,
            Function<ToolchainName, String> guidance,
            ArtifactStore artifacts,
            SecretScanner scanner,
            Supplier<List<Secret>> secrets,
            SeatDesk desk,
            RunPricing pricing,
            CutRuns cut) {
        this.sessions = sessions;
        this.step = new AgentStep(
                agents, prompts, guidance, artifacts, scanner, secrets, new RunAccount(desk, pricing), cut);
    }

    @Override
    public AgentResult run(AgentRun request) {
        return sessions.interruptibleStep(
                request.workspace(), request.step(), AgentResult.class, context -> step.run(context, request));
    }
}
