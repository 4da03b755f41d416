package dev.slipway.seat;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What happened lately, bounded; and what nobody was told of yet. */
final class Events {
    private static final int MOST = 100;

    private final Deque<PoolEvent> recent = new ArrayDeque<>();
    private final List<PoolEvent> untold = new ArrayList<>();

    Events(List<PoolEvent> before) {
        recent.addAll(before);
    }

    void add(Instant at, String kind, Object subject, String text, String by) {
        PoolEvent event = new PoolEvent(at, kind, subject.toString(), text, by);
        recent.addLast(event);
        if (recent.size() > MOST) {
            recent.removeFirst();
        }
        untold.add(event);
    }

    List<PoolEvent> recent() {
        return List.copyOf(recent);
    }

    /** Those since the last call. */
    List<PoolEvent> untold() {
        List<PoolEvent> all = List.copyOf(untold);
        untold.clear();
        return all;
    }
}
