package dev.slipway.account;

import dev.slipway.account.CarriedPool.CarriedWrites;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How many content writes of a user fall into any minute and any hour: below 80 and below 500, as GitHub documents.
 *
 * @see <a href="https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits">limits</a>
 */
final class WriteWindow {
    private static final int A_MINUTE = 79;
    private static final int AN_HOUR = 499;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final long MINUTES = 60;

    /** Ascending, the latest of a minute's worth. */
    private final Deque<Instant> latest = new ArrayDeque<>();
    /** By minutes since 1970; whole minutes, so that the hour is rather too long than too short. */
    private final TreeMap<Long, Integer> counts = new TreeMap<>();

    static WriteWindow of(@Nullable CarriedWrites carried) {
        WriteWindow window = new WriteWindow();
        if (carried != null) {
            window.latest.addAll(carried.latest());
            window.counts.putAll(carried.counts());
        }
        return window;
    }

    CarriedWrites carry() {
        return new CarriedWrites(java.util.List.copyOf(latest), counts);
    }

    /** The first moment from then on at which one more is within both limits. */
    Instant earliest(Instant from) {
        Instant at = from;
        if (latest.size() >= A_MINUTE) {
            Instant freed = latest.peekFirst().plus(MINUTE);
            at = freed.isAfter(at) ? freed : at;
        }
        while (inTheHourBefore(at) >= AN_HOUR) {
            long first = counts.tailMap(minute(at) - MINUTES).firstKey();
            at = Instant.ofEpochSecond((first + MINUTES + 1) * 60);
        }
        return at;
    }

    /** Counts one, not before those that were counted already. */
    void add(Instant at) {
        latest.addLast(at);
        if (latest.size() > A_MINUTE) {
            latest.removeFirst();
        }
        counts.merge(minute(at), 1, Integer::sum);
        counts.headMap(minute(at) - MINUTES).clear();
    }

    /** Those of the last hour, and those reserved ahead. */
    int inTheHourBefore(Instant at) {
        int sum = 0;
        for (Map.Entry<Long, Integer> one : counts.tailMap(minute(at) - MINUTES).entrySet()) {
            sum += one.getValue();
        }
        return sum;
    }

    private static long minute(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), 60);
    }
}
