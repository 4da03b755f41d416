package dev.slipway.starter.run;

import dev.slipway.run.RunState;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.Elapsed;
import dev.slipway.starter.output.LiveBlock;
import dev.slipway.starter.output.Style;
import dev.slipway.starter.output.TerminalSize;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Shows how projects come along: a line each, drawn again on a terminal; elsewhere a line is added whenever a project does
 * something else.
 */
public final class Progress {
    private static final int NAME_WIDTH = 28;

    private final Console console;
    private final Clock clock;
    private final int total;
    private final Function<String, String> links;
    private final @Nullable LiveBlock block;
    private final Map<String, String> said = new HashMap<>();
    private final Queue<String> remarks;

    /**
     * @param total projects that there will be
     * @param links from a workflow id to a page about it; empty for none
     * @param remarks lines that others want to be said, which may come from other threads
     */
    public Progress(Console console, Clock clock, int total, Function<String, String> links, Queue<String> remarks) {
        this.console = console;
        this.clock = clock;
        this.total = total;
        this.links = links;
        this.remarks = remarks;
        this.block = console.live() ? new LiveBlock(console.people(), TerminalSize.ask()) : null;
    }

    /** Shows how it stands. */
    public void show(List<ProjectRow> rows) {
        sayRemarks();
        if (block == null) {
            rows.forEach(this::append);
        } else {
            block.draw(lines(rows, block.room()));
        }
    }

    /** Takes the drawn lines away; what was appended stays. */
    public void end() {
        if (block != null) {
            block.clear();
        }
        sayRemarks();
    }

    private void sayRemarks() {
        if (block != null && !remarks.isEmpty()) {
            block.clear();
        }
        for (String remark = remarks.poll(); remark != null; remark = remarks.poll()) {
            console.say(clock.instant().toString().substring(11, 19) + "  " + remark);
        }
    }

    /** A line each, those that are at work first where there is not room for all, and a line that counts. */
    List<String> lines(List<ProjectRow> rows, int room) {
        List<ProjectRow> shown = new ArrayList<>(rows);
        if (rows.size() > room - 1) {
            shown.sort(Comparator.comparingInt(Progress::interest));
            shown = shown.subList(0, Math.max(0, room - 1));
        }
        List<String> lines = new ArrayList<>(shown.stream().map(this::line).toList());
        lines.add(summary(rows));
        return lines;
    }

    String summary(List<ProjectRow> rows) {
        long completed =
                rows.stream().filter(row -> row.state() == RunState.COMPLETED).count();
        long rests = rows.stream()
                .filter(row -> row.state().rests() && row.state() != RunState.COMPLETED)
                .count();
        long active = rows.size() - completed - rests;
        Style style = console.style();
        return style.bold(completed + " of " + total + " done") + ", " + active + " at work"
                + (rests == 0 ? "" : ", " + style.yellow(rests + " stopped"))
                + (total > rows.size() ? ", " + (total - rows.size()) + " to come" : "");
    }

    private void append(ProjectRow row) {
        String what = what(row);
        if (!what.equals(said.put(row.name(), what))) {
            console.say(clock.instant().toString().substring(11, 19) + "  " + line(row));
        }
    }

    private String line(ProjectRow row) {
        String name = row.name().length() > NAME_WIDTH ? row.name().substring(0, NAME_WIDTH - 1) + "…" : row.name();
        Instant end = row.closedAt() == null ? clock.instant() : row.closedAt();
        String padded = console.style().link(name, links.apply(row.workflowId()))
                + " ".repeat(NAME_WIDTH - name.codePointCount(0, name.length()));
        return "%s  %s  %6s  %s"
                .formatted(
                        padded,
                        coloured(row, "%-34s".formatted(what(row))),
                        Elapsed.of(Duration.between(row.startedAt(), end)),
                        row.repository())
                .stripTrailing();
    }

    private String coloured(ProjectRow row, String text) {
        Style style = console.style();
        return switch (row.state()) {
            case COMPLETED -> style.green(text);
            case FAILED, NEEDS_ATTENTION -> style.red(text);
            case WAITING, PAUSED -> style.yellow(text);
            case CANCELLED, SKIPPED, PENDING -> style.dim(text);
            case RUNNING -> text;
        };
    }

    private static String what(ProjectRow row) {
        String attempt = row.attempts() > 0 ? ", attempt " + row.attempts() : "";
        return switch (row.state()) {
            case COMPLETED -> "done" + (row.attempts() > 0 ? " after attempt " + row.attempts() : "");
            case RUNNING -> (row.step().isEmpty() ? "starting" : row.step()) + attempt;
            case WAITING -> row.step() + ", waits for " + row.waitingFor();
            case NEEDS_ATTENTION -> "needs attention: " + row.step();
            case PENDING -> "starting";
            default -> row.state().name().toLowerCase(java.util.Locale.ROOT) + ": " + row.step();
        };
    }

    private static int interest(ProjectRow row) {
        return switch (row.state()) {
            case NEEDS_ATTENTION, FAILED -> 0;
            case RUNNING -> 1;
            case WAITING, PAUSED -> 2;
            case PENDING -> 3;
            default -> 4;
        };
    }
}
