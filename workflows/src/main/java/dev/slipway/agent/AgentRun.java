package dev.slipway.agent;

import dev.slipway.artifact.ArtifactRef;
import dev.slipway.run.AgentName;
import dev.slipway.workspace.WorkspaceRef;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Run an agent once in an open workspace, then commit, scan and push the checkpoint.
 *
 * @param step unique name of the step in its run, such as {@code 2-fix}; a repeated step returns its first outcome, or joins the agent that is still running
 * @param seat under which it runs, and whose agent it is; null only where no pool is asked: then {@code agent} runs on its first seat
 * @param agent null for the worker's default
 * @param failure trimmed failing output, when {@code task} is FIX
 * @param agentSession of the agent's earlier run, to go on with its context; null to begin anew
 * @param lostRuns how often this step was begun on a host that was lost since
 * @param timeout after which the agent's whole process tree is ended
 * @param approach by how earlier runs ended; the time-out is lengthened by it already
 */
public record AgentRun(
        WorkspaceRef workspace,
        String step,
        AgentTask task,
        @Nullable SeatLease seat,
        @Nullable AgentName agent,
        Brief brief,
        @Nullable ArtifactRef failure,
        @Nullable String agentSession,
        int lostRuns,
        Duration timeout,
        @Nullable Approach approach) {
    public AgentRun {
        approach = approach == null ? Approach.FIRST : approach;
    }
}
