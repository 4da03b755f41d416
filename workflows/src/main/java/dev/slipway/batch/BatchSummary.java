package dev.slipway.batch;

import dev.slipway.run.BatchName;
import dev.slipway.run.ProjectName;
import dev.slipway.run.RunState;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a batch stands, without its projects' details.
 *
 * @param needAttention projects that only people can bring further
 * @param skipped completed by an earlier run
 * @param paused projects that a person paused; the batch waits for them
 * @param problems projects that need attention or failed, with their reasons
 */
public record BatchSummary(
        BatchName name,
        RunState state,
        int projects,
        int pending,
        int running,
        int completed,
        int failed,
        int skipped,
        int cancelled,
        int needAttention,
        int paused,
        List<Problem> problems,
        int pullRequests,
        BigDecimal costUsd,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {
    public BatchSummary {
        problems = List.copyOf(problems);
    }

    /** A project that did not end well, and why. */
    public record Problem(ProjectName name, RunState state, String reason) {}
}
