package dev.slipway.change;

import dev.slipway.artifact.ArtifactRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened in a run, oldest first. Bounded: it is part of the result, and so of the history. */
final class Timeline {
    private static final int MOST_ENTRIES = 60;
    private static final int LONGEST_LINE = 160;

    private final Deque<TimelineEntry> entries = new ArrayDeque<>();

    void add(
            Instant at,
            Step step,
            String what,
            @Nullable Boolean ok,
            @Nullable Duration took,
            @Nullable ArtifactRef artifact) {
        if (entries.size() == MOST_ENTRIES) {
            entries.removeFirst();
        }
        entries.add(new TimelineEntry(at, step, Text.oneLine(what, LONGEST_LINE), ok, took, artifact));
    }

    List<TimelineEntry> entries() {
        return List.copyOf(entries);
    }
}
