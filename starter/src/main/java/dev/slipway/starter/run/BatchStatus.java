package dev.slipway.starter.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.run.RunState;
import dev.slipway.starter.output.Elapsed;
import dev.slipway.starter.output.Style;
import dev.slipway.starter.output.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How a batch stands. */
public record BatchStatus(BatchRow batch, List<ProjectRow> projects) {
    public BatchStatus {
        projects = List.copyOf(projects);
    }

    /** The batches that are open, or else the newest one. */
    public static List<BatchStatus> current(Visibility visibility) {
        List<BatchRow> all = visibility.batches();
        List<BatchRow> open =
                all.stream().filter(batch -> batch.closedAt() == null).toList();
        return (open.isEmpty() ? all.stream().limit(1).toList() : open)
                .stream()
                        .map(batch -> new BatchStatus(batch, visibility.projects(batch.name())))
                        .toList();
    }

    public ObjectNode json() {
        ObjectNode node = RowJson.of(batch);
        ObjectNode counts = node.putObject("counts");
        counts().forEach((state, count) -> counts.put(state.name(), count));
        ArrayNode list = node.putArray("projects");
        projects.forEach(project -> list.add(RowJson.of(project)));
        return node;
    }

    /** For people. */
    public List<String> lines(Style style, Instant now) {
        List<String> lines = new ArrayList<>();
        lines.add(style.bold(batch.name()) + "  "
                + (batch.closedAt() != null || batch.state() == RunState.PAUSED ? word(batch.state()) : "running")
                + "  "
                + counts().entrySet().stream()
                        .map(entry -> entry.getValue() + " " + word(entry.getKey()))
                        .collect(Collectors.joining(", ")));
        lines.addAll(table(projects, style, now));
        return lines;
    }

    /** A table of projects. */
    public static List<String> table(List<ProjectRow> projects, Style style, Instant now) {
        Table table = new Table(style, "PROJECT", "STATE", "STEP", "ATTEMPTS", "TIME", "REPOSITORY");
        for (ProjectRow row : projects) {
            Instant end = row.closedAt() == null ? now : row.closedAt();
            table.row(
                    NameResolution.shown(row.workflowId()),
                    coloured(row, style),
                    row.step(),
                    row.attempts() == 0 ? "" : Long.toString(row.attempts()),
                    Elapsed.of(Duration.between(row.startedAt(), end)),
                    row.repository());
        }
        return table.lines();
    }

    /** A state as people read it. */
    public static String word(RunState state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String coloured(ProjectRow row, Style style) {
        String text = word(row.state()) + (row.waitingFor().isEmpty() ? "" : " for " + row.waitingFor());
        return switch (row.state()) {
            case COMPLETED -> style.green(text);
            case FAILED, NEEDS_ATTENTION -> style.red(text);
            case WAITING, PAUSED -> style.yellow(text);
            default -> text;
        };
    }

    private Map<RunState, Integer> counts() {
        Map<RunState, Integer> counts = new EnumMap<>(RunState.class);
        projects.forEach(project -> counts.merge(project.state(), 1, Integer::sum));
        return counts;
    }
}
