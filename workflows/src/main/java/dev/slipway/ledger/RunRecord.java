package dev.slipway.ledger;

import static java.util.Objects.requireNonNull;

import dev.slipway.run.RunKey;
import dev.slipway.run.RunState;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run that is over. Its key is workflow id, run key and start: an execution that goes on where an earlier one stopped
 * is a run of its own, one that was reset takes the place of what it was reset from.
 *
 * @param kind of work: {@code project}, {@code task}
 * @param batch empty where it ran alone
 * @param name of the project
 * @param repository {@code owner/name}; empty where none was had
 * @param pullRequest link; empty where none was opened
 * @param category of work, such as {@code development}
 * @param step in which it ended
 * @param reason for people: why it failed, was skipped or cancelled; empty otherwise
 * @param attempts agent runs that counted as attempts
 * @param costUsd what is paid for its agents
 * @param account the last that was leased; empty where none was
 * @param agent that ran last; empty where none did
 * @param host on which it ended; empty where it had none
 * @param steps in order, bounded; no prompts, no output
 * @param listPriceUsd what runs under a subscription would have cost, which nobody pays; null for nothing
 * @param agentRuns all of them: what a host could not write is written with this record
 */
public record RunRecord(
        String workflowId,
        RunKey runKey,
        Instant startedAt,
        Instant endedAt,
        String kind,
        String batch,
        String name,
        String repository,
        String pullRequest,
        String toolchain,
        String category,
        RunState state,
        String step,
        String reason,
        int attempts,
        BigDecimal costUsd,
        String account,
        String agent,
        String host,
        List<StepRecord> steps,
        List<AgentRunRecord> agentRuns,
        List<AccountUse> accounts,
        @Nullable Decision ending,
        @Nullable BigDecimal listPriceUsd) {
    public RunRecord {
        requireNonNull(workflowId, "workflowId is null");
        requireNonNull(runKey, "runKey is null");
        requireNonNull(startedAt, "startedAt is null");
        requireNonNull(endedAt, "endedAt is null");
        requireNonNull(state, "state is null");
        requireNonNull(costUsd, "costUsd is null");
        steps = List.copyOf(steps);
        agentRuns = List.copyOf(agentRuns);
        accounts = List.copyOf(accounts);
    }
}
