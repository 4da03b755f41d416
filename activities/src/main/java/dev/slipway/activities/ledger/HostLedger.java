package dev.slipway.activities.ledger;

import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.AgentResult;
import dev.slipway.agent.AgentRun;
import dev.slipway.agent.SeatLease;
import dev.slipway.agent.WorkCategory;
import dev.slipway.ledger.AgentRunRecord;
import dev.slipway.ledger.LimitMet;
import dev.slipway.run.HostId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes agents' runs where they ran, as soon as they are over: what a long run costs is known long before its end. A
 * ledger that is away holds no agent's result back; the run that ends writes what is missing then.
 */
public final class HostLedger {
    private static final Logger log = LoggerFactory.getLogger(HostLedger.class);

    private final LedgerWriter writer;
    private final HostId host;

    public HostLedger(Ledger ledger, HostId host) {
        this.writer = new LedgerWriter(ledger);
        this.host = host;
    }

    /** An agent has run in a step of that workflow. Said again, it changes nothing. */
    public void ran(String workflowId, AgentRun request, AgentResult result) {
        write(record(workflowId, request.step(), request, result), result);
    }

    /**
     * An agent was ended with its session: its step is done again in another one, under the same name, so this run has a
     * name of its own.
     */
    public void cut(AgentRun request, AgentResult soFar) {
        SeatLease seat = request.seat();
        if (seat != null) {
            String step = request.step() + "@" + request.workspace().session();
            write(record(seat.requester(), step, request, soFar), soFar);
        }
    }

    private void write(AgentRunRecord record, AgentResult result) {
        try {
            writer.agentRan(record, limit(record, result));
        } catch (LedgerTroubleException e) {
            log.warn("the run of {} is not in the ledger yet: {}", record.step(), e.getMessage());
        }
    }

    private AgentRunRecord record(String workflowId, String step, AgentRun request, AgentResult result) {
        SeatLease seat = request.seat();
        return new AgentRunRecord(
                workflowId,
                request.workspace().runKey(),
                step,
                host.value(),
                request.task().name(),
                WorkCategory.of(request.task()).name().toLowerCase(Locale.ROOT),
                result.agent().value(),
                seat == null ? "" : seat.seat().seat(),
                seat == null ? "" : seat.billing().name().toLowerCase(Locale.ROOT),
                result.model(),
                result.outcome().name(),
                result.until(),
                Instant.now().minus(result.duration()),
                result.duration(),
                result.turns(),
                result.tokens().input(),
                result.tokens().output(),
                result.tokens().cacheRead(),
                result.tokens().cacheWrite(),
                result.costUsd(),
                result.costEstimated());
    }

    private static @Nullable LimitMet limit(AgentRunRecord run, AgentResult result) {
        AgentOutcome outcome = result.outcome();
        if (!outcome.limit() && outcome != AgentOutcome.CREDIT_EXHAUSTED) {
            return null;
        }
        String subject = "seat/" + run.agent() + (run.seat().isEmpty() ? "" : "/" + run.seat());
        return new LimitMet(
                run.startedAt().plus(run.took()),
                subject,
                outcome.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                run.workflowId(),
                result.until(),
                result.headline());
    }
}
