package dev.slipway.batch;

import dev.slipway.change.Steering;
import dev.slipway.run.ProjectName;
import dev.slipway.run.RunState;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The batch's state as it goes along through continue-as-new; its fields belong to the batch's implementation. What is
 * still to be started goes along as the input's projects; finished ones leave only their standing.
 *
 * @param again those of the input's projects whose run keys earlier executions used
 * @param paused who paused it; null where it is not paused
 * @param standings of all projects that are not pending, in the order in which they got one
 */
public record CarriedBatch(
        Instant startedAt,
        List<ProjectName> again,
        @Nullable Steering paused,
        List<Standing> standings) {

    public CarriedBatch {
        again = List.copyOf(again);
        standings = List.copyOf(standings);
    }

    /**
     * How one project stands.
     *
     * @param earlier whether an earlier run of the batch completed it
     * @param reason why it needs attention or failed; empty otherwise
     */
    public record Standing(
            ProjectName name,
            RunState state,
            boolean earlier,
            String reason,
            boolean pullRequest,
            BigDecimal costUsd) {}
}
