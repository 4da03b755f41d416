package dev.slipway.activities.toolchain;

import dev.slipway.verification.CommandRun;
import dev.slipway.verification.Phase;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a project's commands went.
 *
 * @param failedPhase null when passed
 * @param headline first telling line of the failing output, at most 200 characters; empty when passed
 * @param excerpt failing output for an agent, at most 8 KB: its head, its end and its telling lines; empty when passed
 */
public record ToolchainRun(
        boolean passed,
        @Nullable Phase failedPhase,
        List<CommandRun> runs,
        String headline,
        String excerpt,
        Duration duration) {
    public ToolchainRun {
        runs = List.copyOf(runs);
    }
}
