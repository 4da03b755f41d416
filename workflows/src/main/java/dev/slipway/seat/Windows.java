package dev.slipway.seat;

import dev.slipway.agent.WorkCategory;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How fast each category of work may go on. A start is counted when a run is going to begin, tokens when it has ended; what
 * it is expected to use is set aside from its start to its end only, and not while something is built in between.
 */
final class Windows {
    private final Caps caps;
    private final Map<String, Window> windows = new TreeMap<>();

    Windows(Caps caps, Map<String, Window.Carried> before, Instant now) {
        this.caps = caps;
        begin(before, now);
    }

    Map<String, Window.Carried> carry() {
        Map<String, Window.Carried> levels = new TreeMap<>();
        windows.forEach((name, window) -> levels.put(name, window.carry()));
        return levels;
    }

    /** They begin anew at the level that they have now. */
    void rulesChanged(Instant now) {
        Map<String, Window.Carried> levels = new TreeMap<>();
        windows.forEach((name, window) -> levels.put(name, window.drained(now)));
        begin(levels, now);
    }

    private void begin(Map<String, Window.Carried> levels, Instant now) {
        windows.clear();
        for (WorkCategory category : WorkCategory.values()) {
            caps.window(category).ifPresent(rule -> {
                add(category, "minute", Unit.TOKENS, rule.tokensMinute(), Duration.ofMinutes(1), levels, now);
                add(category, "hour", Unit.TOKENS, rule.tokensHour(), Duration.ofHours(1), levels, now);
                add(category, "day", Unit.TOKENS, rule.tokensDay(), Duration.ofDays(1), levels, now);
                add(category, "runs a minute", Unit.RUNS, rule.runsMinute(), Duration.ofMinutes(1), levels, now);
            });
        }
    }

    private void add(
            WorkCategory category,
            String what,
            Unit unit,
            @Nullable Long cap,
            Duration period,
            Map<String, Window.Carried> levels,
            Instant now) {
        if (cap != null) {
            String name = prefix(category) + what;
            windows.put(name, new Window(name, unit, cap, period, levels.get(name), now));
        }
    }

    static String prefix(WorkCategory category) {
        return "window/" + category.name().toLowerCase(Locale.ROOT) + "/";
    }

    private List<Window> of(WorkCategory category) {
        String prefix = prefix(category);
        return windows.values().stream()
                .filter(window -> window.name().startsWith(prefix))
                .toList();
    }

    Collection<Window> all() {
        return windows.values();
    }

    boolean bound(WorkCategory category) {
        return !of(category).isEmpty();
    }

    /** The window that has no room for another run, or on which one waits that came earlier. */
    Optional<Window> full(WorkCategory category, Spent estimate, Set<String> contended, Instant now) {
        return of(category).stream()
                .filter(window -> !window.fits(estimate, now)
                        || (contended.contains(window.name())
                                && window.unit().of(estimate).signum() > 0))
                .findFirst();
    }

    /** A run is going to begin. */
    void count(WorkCategory category, Instant now) {
        of(category).stream()
                .filter(window -> window.unit() == Unit.RUNS)
                .forEach(window -> window.use(Spent.NOTHING, now));
    }

    /** A run used tokens. */
    void use(WorkCategory category, Spent actual, Instant now) {
        tokens(category).forEach(window -> window.use(actual, now));
    }

    /** Sets tokens aside for a run that begins; nothing where it has no category. */
    void reserve(@Nullable WorkCategory category, Spent estimate) {
        tokens(category).forEach(window -> window.reserve(estimate));
    }

    void unreserve(@Nullable WorkCategory category, Spent estimate) {
        tokens(category).forEach(window -> window.unreserve(estimate));
    }

    private List<Window> tokens(@Nullable WorkCategory category) {
        return category == null
                ? List.of()
                : of(category).stream()
                        .filter(window -> window.unit() == Unit.TOKENS)
                        .toList();
    }
}
