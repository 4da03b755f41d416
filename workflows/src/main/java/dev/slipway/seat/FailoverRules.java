package dev.slipway.seat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Where work goes whose seat can't be had.
 *
 * @param route places in the order in which they are wanted, for work that names none; empty: the default agent
 * @param on what sends work to its next place; for anything else it waits
 */
public record FailoverRules(List<SeatChoice> route, List<Cause> on) {
    /** Why a seat can't be had. */
    public enum Cause {
        SESSION_LIMIT,
        WEEKLY_LIMIT,
        RATE_LIMITED,
        OVERLOADED,
        CREDIT_EXHAUSTED,
        AUTH_FAILED,
        BLOCKED,
        BUDGET,
        BUSY;

        /** For people. */
        String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    public static final FailoverRules DEFAULT = new FailoverRules(
            List.of(),
            Arrays.stream(Cause.values()).filter(cause -> cause != Cause.BUSY).toList());

    public FailoverRules {
        route = List.copyOf(route);
        on = List.copyOf(on);
    }
}
