package dev.slipway.starter.run;

import dev.slipway.run.RunState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A batch as visibility shows it. */
public record BatchRow(
        String workflowId,
        String runId,
        String name,
        RunState state,
        Instant startedAt,
        @Nullable Instant closedAt) {}
