package dev.slipway.starter.command;

import dev.slipway.starter.crash.Ordeal;
import dev.slipway.starter.output.CommandFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Faults and kills during a run on a sandboxed stack. */
final class OrdealOptions {
    private static final String BY_PLAN = "plan";

    @Option(
            names = "--faults",
            paramLabel = "PROFILE",
            defaultValue = "NONE",
            description = "What the sandbox makes go wrong: none, limits, flaky or all.")
    private Ordeal.Faults faults;

    @Option(
            names = "--fault-every",
            paramLabel = "SECONDS",
            description = "One request each time that so much has passed; by the profile if not given.")
    private @Nullable Integer faultEvery;

    @Option(
            names = "--crash",
            arity = "0..1",
            paramLabel = "SECONDS",
            fallbackValue = BY_PLAN,
            description = {
                "Kill workers, Temporal server and sandbox with -9 while it runs, and start them again:",
                "a few times, by a plan, or with --crash=20 every 20 seconds until it is over."
            })
    private @Nullable String crash;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "7",
            description = "Decides which kills and faults there are; ${DEFAULT-VALUE}.")
    private long seed;

    /** What is asked for. */
    Ordeal.Wish wish() {
        Duration faultsApart = faultEvery == null ? null : Duration.ofSeconds(positive("--fault-every", faultEvery));
        Ordeal.Kills kills = crash == null ? Ordeal.Kills.NONE : Ordeal.Kills.ALL_KINDS;
        return new Ordeal.Wish(faults, faultsApart, kills, killsApart(), seed);
    }

    private @Nullable Duration killsApart() {
        if (crash == null || crash.equals(BY_PLAN)) {
            return null;
        }
        try {
            return Duration.ofSeconds(positive("--crash", Integer.parseInt(crash)));
        } catch (NumberFormatException e) {
            throw CommandFailure.wrongUsage("--crash " + crash + ": a number of seconds is needed, or nothing.");
        }
    }

    private static int positive(String option, int seconds) {
        if (seconds < 1) {
            throw CommandFailure.wrongUsage(option + " " + seconds + ": at least 1 is needed.");
        }
        return seconds;
    }
}
