package dev.slipway.agent;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Agents, on the workspace's host queue; one attempt, heartbeating also when the agent is silent. */
@ActivityInterface(namePrefix = "Agent.")
public interface AgentActivities {
    @ActivityMethod(name = "Run")
    AgentResult run(AgentRun request);
}
