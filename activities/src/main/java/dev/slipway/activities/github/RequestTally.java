package dev.slipway.activities.github;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts the requests that one thread sends while it is open, and remembers the headers of its last answer, which
 * github-api does not show.
 */
final class RequestTally implements AutoCloseable {
    private static final ThreadLocal<RequestTally> OPEN = new ThreadLocal<>();

    private final @Nullable RequestTally outer;
    private int requests;
    private Map<String, List<String>> headers = Map.of();

    private RequestTally(@Nullable RequestTally outer) {
        this.outer = outer;
    }

    static RequestTally open() {
        RequestTally tally = new RequestTally(OPEN.get());
        OPEN.set(tally);
        return tally;
    }

    static void sent() {
        for (RequestTally at = OPEN.get(); at != null; at = at.outer) {
            at.requests++;
        }
    }

    static void answered(Map<String, List<String>> headers) {
        RequestTally tally = OPEN.get();
        if (tally != null) {
            Map<String, List<String>> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            anyCase.putAll(headers);
            tally.headers = anyCase;
        }
    }

    int requests() {
        return requests;
    }

    /** A header of the last answer. */
    @Nullable
    String header(String name) {
        List<String> values = headers.get(name);
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    @Override
    public void close() {
        if (outer == null) {
            OPEN.remove();
        } else {
            OPEN.set(outer);
        }
    }
}
