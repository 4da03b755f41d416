package dev.slipway.starter.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One process, or all at once, ended without a warning.
 *
 * @param what {@code worker-1}, {@code engine}, {@code sandbox} or {@code all}
 * @param wanted the step in which the plan wanted a worker to be; empty for others
 * @param step in which a project of a killed worker was; empty for others, and for an idle worker
 * @param backAfter from the kill to the first host step started for its projects (worker; where it was killed in a step
 *     on GitHub as it came by, their first progress), the first progress of any project (server, all), the moment at which it answered again (sandbox); null where the batch was over before
 * @param again steps that were asked for once more after it and before the next one, as {@code <project> <step>}: a host
 *     that has the outcome still, or still runs it, does not do it a second time
 */
public record Kill(
        String what,
        String wanted,
        String step,
        Instant at,
        @Nullable Duration backAfter,
        List<String> again) {
    /** What {@link #what} says when everything was killed at the same time. */
    public static final String ALL = "all";

    public Kill {
        again = List.copyOf(again);
    }

    /** The same, as it came to be. */
    public Kill done(Instant moment, @Nullable Duration back) {
        return new Kill(what, wanted, step, moment, back, again);
    }

    /** The same, with what was asked for once more. */
    public Kill with(List<String> steps) {
        return new Kill(what, wanted, step, at, backAfter, steps);
    }
}
