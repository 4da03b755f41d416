package dev.slipway.activities.agent;

import dev.slipway.agent.AgentResult;
import dev.slipway.agent.AgentRun;

/** Who wants to know of runs that were ended with their sessions: they were paid for, and have no result. */
@FunctionalInterface
public interface CutRuns {
    void cut(AgentRun request, AgentResult soFar);
}
