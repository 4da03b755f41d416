package dev.slipway.starter.bench;

import dev.slipway.pool.PoolEvent;
import dev.slipway.starter.crash.AgentStarts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A time for which a limit held a seat, as the pool noted it and as agents were really started.
 *
 * @param parked when the pool heard of the limit
 * @param wakes the reset that the provider named, and the margin
 * @param starts agents for which the pool was asked after that, and that were started, until one of them had shown that the
 *     limit is over
 * @param wake from {@code wakes} to the first start after it
 */
record SeatPark(Instant parked, Instant wakes, long starts, Duration wake) {
    /** No start at all came after it. */
    private static final Duration NEVER = Duration.ofDays(1);

    /** All that the pool's events tell of; one that is not over yet is left out. */
    static List<SeatPark> in(List<PoolEvent> events, List<AgentStarts.Start> starts) {
        List<SeatPark> parks = new ArrayList<>();
        @Nullable Instant parked = null;
        @Nullable Instant wakes = null;
        for (PoolEvent event : events) {
            if (event.kind().equals("PARKED") && event.until() != null) {
                // A longer limit that is met while the seat is parked makes one time of both.
                boolean lengthens = parked != null && event.at().isBefore(wakes);
                if (parked != null && !lengthens) {
                    parks.add(park(parked, wakes, event.at(), starts));
                }
                parked = lengthens ? parked : event.at();
                wakes = event.until();
            } else if (event.kind().equals("RETURNED") && parked != null) {
                parks.add(park(parked, wakes, event.at(), starts));
                parked = null;
            }
        }
        return parks;
    }

    private static SeatPark park(Instant parked, Instant wakes, Instant over, List<AgentStarts.Start> starts) {
        long within = starts.stream()
                .filter(start -> start.asked().isAfter(parked) && !start.asked().isAfter(over))
                .count();
        Duration wake = starts.stream()
                .map(AgentStarts.Start::at)
                .filter(start -> !start.isBefore(wakes))
                .min(Instant::compareTo)
                .map(first -> Duration.between(wakes, first))
                .orElse(NEVER);
        return new SeatPark(parked, wakes, within, wake);
    }
}
