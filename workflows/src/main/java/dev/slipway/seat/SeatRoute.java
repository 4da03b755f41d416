package dev.slipway.seat;

import dev.slipway.seat.FailoverRules.Cause;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a project's agents may run.
 *
 * @param places in the order in which they are wanted; empty for the installation's own
 * @param open whether the installation's own places follow
 * @param on what sends work to its next place; null: as the installation says
 */
public record SeatRoute(
        List<SeatChoice> places, boolean open, @Nullable List<Cause> on) {
    /** As the installation says. */
    public static final SeatRoute INSTALLATIONS = new SeatRoute(List.of(), true, null);

    public SeatRoute {
        places = List.copyOf(places);
        on = on == null ? null : List.copyOf(on);
    }
}
