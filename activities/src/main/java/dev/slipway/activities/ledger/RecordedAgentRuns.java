package dev.slipway.activities.ledger;

import dev.slipway.agent.AgentActivities;
import dev.slipway.agent.AgentResult;
import dev.slipway.agent.AgentRun;
import io.temporal.activity.Activity;

/** Agents whose runs are written to the ledger. */
public final class RecordedAgentRuns implements AgentActivities {
    private final AgentActivities agents;
    private final HostLedger ledger;

    public RecordedAgentRuns(AgentActivities agents, HostLedger ledger) {
        this.agents = agents;
        this.ledger = ledger;
    }

    @Override
    public AgentResult run(AgentRun request) {
        AgentResult result = agents.run(request);
        ledger.ran(Activity.getExecutionContext().getInfo().getWorkflowId(), request, result);
        return result;
    }
}
