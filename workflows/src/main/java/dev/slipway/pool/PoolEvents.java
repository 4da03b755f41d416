package dev.slipway.pool;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What happened lately, bounded, and what of it the ledger has not confirmed yet. */
public final class PoolEvents {
    private static final int MOST = 100;
    /** A ledger that is away for longer than so many events misses the oldest. */
    private static final int MOST_UNWRITTEN = 1000;

    private final Deque<PoolEvent> recent = new ArrayDeque<>();
    private final Set<PoolEvent> unwritten = new LinkedHashSet<>();
    private final List<PoolEvent> fresh = new ArrayList<>();

    /**
     * As it goes along through continue-as-new.
     *
     * @param unwritten is written again, since nobody knows whether it was: the ledger has it once all the same
     */
    public record Carried(List<PoolEvent> recent, List<PoolEvent> unwritten) {
        public static final Carried NOTHING = new Carried(List.of(), List.of());

        public Carried {
            recent = List.copyOf(recent);
            unwritten = List.copyOf(unwritten);
        }
    }

    public PoolEvents(@Nullable Carried before) {
        if (before != null) {
            recent.addAll(before.recent());
            unwritten.addAll(before.unwritten());
            fresh.addAll(before.unwritten());
        }
    }

    public Carried carry() {
        return new Carried(recent(), List.copyOf(unwritten));
    }

    /** The pool did it. */
    public void add(Instant at, String kind, String subject, @Nullable Instant until, String text) {
        add(new PoolEvent(at, kind, subject, until, text, ""));
    }

    /** A person decided it. */
    public void decided(Instant at, String kind, String subject, String text, String by) {
        add(new PoolEvent(at, kind, subject, null, text, by.isEmpty() ? "somebody" : by));
    }

    private void add(PoolEvent event) {
        recent.addLast(event);
        if (recent.size() > MOST) {
            recent.removeFirst();
        }
        unwritten.add(event);
        if (unwritten.size() > MOST_UNWRITTEN) {
            unwritten.remove(unwritten.iterator().next());
        }
        fresh.add(event);
    }

    /** Oldest first. */
    public List<PoolEvent> recent() {
        return List.copyOf(recent);
    }

    /** Those since the last call; each is to be written, and then {@link #written}. */
    public List<PoolEvent> fresh() {
        List<PoolEvent> all = List.copyOf(fresh);
        fresh.clear();
        return all;
    }

    /** The ledger has it, or refuses it. */
    public void written(PoolEvent event) {
        unwritten.remove(event);
    }
}
