package dev.slipway.seat;

import dev.slipway.agent.WorkCategory;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How fast one category of work may use tokens, and start agents; null where there is no bound.
 *
 * @param runsMinute agents started a minute: what configuration calls requests
 */
public record WindowRule(
        @Nullable Long tokensMinute,
        @Nullable Long tokensHour,
        @Nullable Long tokensDay,
        @Nullable Long runsMinute) {

    public WindowRule {
        for (Long bound : new Long[] {tokensMinute, tokensHour, tokensDay, runsMinute}) {
            if (bound != null && bound < 1) {
                throw new IllegalArgumentException("a window of " + bound + " would stop its work for ever");
            }
        }
    }

    /** What can't hold together, since a longer window would stop the work before the shorter one does; empty if nothing. */
    public Optional<String> contradiction() {
        return more(tokensMinute, "a minute", tokensHour, "an hour")
                .or(() -> more(tokensHour, "an hour", tokensDay, "a day"))
                .or(() -> more(tokensMinute, "a minute", tokensDay, "a day"));
    }

    private static Optional<String> more(@Nullable Long some, String of, @Nullable Long all, String in) {
        return some != null && all != null && some > all
                ? Optional.of(some + " tokens " + of + " are more than the " + all + " of " + in)
                : Optional.empty();
    }

    /** For people. */
    String words() {
        return "tokens a minute " + word(tokensMinute) + ", an hour " + word(tokensHour) + ", a day " + word(tokensDay)
                + "; requests a minute " + word(runsMinute);
    }

    private static String word(@Nullable Long bound) {
        return bound == null ? "none" : bound.toString();
    }

    /** The preset {@code conservative}. */
    public static Map<WorkCategory, WindowRule> conservative() {
        Map<WorkCategory, WindowRule> rules = new EnumMap<>(WorkCategory.class);
        rules.put(WorkCategory.DEVELOPMENT, new WindowRule(1_000L, 15_000L, 100_000L, 5L));
        rules.put(WorkCategory.TESTING, new WindowRule(500L, 8_000L, 50_000L, 3L));
        rules.put(WorkCategory.DEPLOYMENT, new WindowRule(2_000L, 20_000L, 80_000L, 2L));
        rules.put(WorkCategory.ANALYSIS, new WindowRule(800L, 12_000L, 60_000L, 4L));
        rules.put(WorkCategory.MAINTENANCE, new WindowRule(300L, 5_000L, 30_000L, 2L));
        return Collections.unmodifiableMap(rules);
    }
}
