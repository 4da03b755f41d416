package dev.slipway.starter.run;

import dev.slipway.run.RunState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A project as visibility shows it: no worker is needed for that.
 *
 * @param step as people see it, in lower case; empty before the first
 * @param waitingFor in lower case; empty unless it waits
 * @param repository {@code owner/name}; empty before it exists
 * @param historyLength 0 while it is open
 */
public record ProjectRow(
        String workflowId,
        String runId,
        String batch,
        String name,
        RunState state,
        String step,
        String waitingFor,
        @Nullable Instant waitingUntil,
        long attempts,
        String repository,
        String account,
        String agent,
        Instant startedAt,
        @Nullable Instant closedAt,
        long historyLength) {}
