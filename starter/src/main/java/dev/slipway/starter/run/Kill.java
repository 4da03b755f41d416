package dev.slipway.starter.run;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One process, or all at once, ended without a warning.
 *
 * @param what {@code worker-1}, {@code engine}, {@code sandbox} or {@code all}
 * @param step in which a project of a killed worker was; empty for others
 * @param backAfter from the kill to the first host step started for its projects (worker), the first progress of any
 *     project (server, all), the moment at which it answered again (sandbox); null where the batch was over before
 */
public record Kill(
        String what, String step, Instant at, @Nullable Duration backAfter) {
    /** What {@link #what} says when everything was killed at the same time. */
    public static final String ALL = "all";
}
