package dev.slipway.starter.run;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A batch's projects, looked at again and again. After the first look only those are asked for that are open or were
 * closed lately: of a thousand all but a few rest, and to list them each second would cost more than to build one.
 */
final class WatchedProjects {
    /** Visibility comes after what it shows; what closed that long before the last close that was seen is in it. */
    private static final Duration LATE = Duration.ofSeconds(30);

    private final Function<@Nullable Instant, List<ProjectRow>> list;
    private final Map<String, ProjectRow> known = new LinkedHashMap<>();
    private @Nullable Instant lastClose;

    /** @param list all projects where it is given null, else those that are open or were closed after that moment */
    WatchedProjects(Function<@Nullable Instant, List<ProjectRow>> list) {
        this.list = list;
    }

    /** All of them as they are now, in the order in which they were started. */
    List<ProjectRow> look() {
        Instant since = lastClose == null ? null : lastClose.minus(LATE);
        for (ProjectRow row : list.apply(since)) {
            known.put(row.workflowId(), row);
            Instant closed = row.closedAt();
            if (closed != null && (lastClose == null || closed.isAfter(lastClose))) {
                lastClose = closed;
            }
        }
        return List.copyOf(known.values());
    }
}
