package dev.slipway.batch;

import dev.slipway.change.ChangeOptions;
import java.time.Duration;

/**
 * Figures that an installation may want to change.
 *
 * @param askEvery a running project that reported nothing is asked for this often
 * @param startsPerRun after so many starts the batch continues as new even if the server does not suggest it; 0 for never
 * @param change time-outs of its projects
 */
public record BatchOptions(Duration askEvery, int startsPerRun, ChangeOptions change) {
    public static final BatchOptions DEFAULT = new BatchOptions(Duration.ofMinutes(5), 0, ChangeOptions.DEFAULT);
}
