package dev.slipway.worker;

import dev.slipway.agent.Billing;
import dev.slipway.run.HostId;
import dev.slipway.run.SearchAttributes;
import dev.slipway.run.SeatId;
import dev.slipway.run.TaskQueues;
import dev.slipway.run.WorkflowIds;
import dev.slipway.seat.AgentAnnouncement;
import dev.slipway.seat.AgentPoolInput;
import dev.slipway.seat.AgentPoolWorkflow;
import dev.slipway.seat.AnnouncedSeat;
import dev.slipway.seat.Spent;
import dev.slipway.settings.installation.AgentKind;
import dev.slipway.settings.installation.AgentSettings;
import dev.slipway.settings.installation.Installation;
import dev.slipway.settings.installation.SeatSettings;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the agent pool which seats this host has keys for and what its configuration allows, starting the pool. */
final class SeatRollCall {
    private static final Logger log = LoggerFactory.getLogger(SeatRollCall.class);
    /** What a run of a coding agent is taken to use before there is one to go by. */
    private static final Spent MODEL = new Spent(new BigDecimal("0.50"), 30_000, true);

    private final WorkflowClient client;
    private final HostId host;
    private final Installation installation;
    private final Instant startedAt = Instant.now();

    SeatRollCall(WorkflowClient client, HostId host, Installation installation) {
        this.client = client;
        this.host = host;
        this.installation = installation;
    }

    void announce() {
        AgentPoolWorkflow pool = client.newWorkflowStub(
                AgentPoolWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(WorkflowIds.AGENT_POOL)
                        .setTaskQueue(TaskQueues.WORKFLOWS)
                        .setTypedSearchAttributes(io.temporal.common.SearchAttributes.newBuilder()
                                .set(SearchAttributes.KIND, "agent-pool")
                                .build())
                        .setStaticSummary("seats, quotas and budgets")
                        .build());
        BatchRequest request = client.newSignalWithStartRequest();
        request.add(pool::run, AgentPoolInput.FIRST);
        request.add(pool::announce, announcement());
        client.signalWithStart(request);
    }

    AgentAnnouncement announcement() {
        List<AnnouncedSeat> seats = installation.agents().agents().stream()
                .flatMap(agent -> agent.seatNames().stream().map(name -> seat(agent, name)))
                .toList();
        return new AgentAnnouncement(
                host, startedAt, seats, installation.agents().defaultAgent(), installation.rules());
    }

    /** A command without a model behind it costs nothing, until it says that it does. */
    private static AnnouncedSeat seat(AgentSettings agent, String name) {
        Optional<SeatSettings> seat = agent.seats(name);
        boolean model = agent.kind() != AgentKind.COMMAND && agent.kind() != AgentKind.SCRIPTED;
        return new AnnouncedSeat(
                new SeatId(agent.name(), name),
                seat.map(SeatSettings::billing).orElse(Billing.METERED),
                seat.map(SeatSettings::maxProjects).orElse(0),
                model ? MODEL : Spent.NOTHING,
                agent.kind() == AgentKind.CLAUDE);
    }

    /** Best effort. */
    void gone() {
        try {
            client.newWorkflowStub(AgentPoolWorkflow.class, WorkflowIds.AGENT_POOL)
                    .hostGone(host);
        } catch (WorkflowNotFoundException e) {
            log.debug("no agent pool to tell that this host stops");
        } catch (RuntimeException e) {
            log.warn("could not tell the agent pool that this host stops: {}", e.getMessage());
        }
    }
}
