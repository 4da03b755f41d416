package dev.slipway.starter.run;

import dev.slipway.run.RunState;
import dev.slipway.starter.output.Elapsed;
import dev.slipway.starter.output.Style;
import dev.slipway.starter.output.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A result for people: a table, links, what to do next, and a last line that says it all. */
public final class ResultText {
    private static final int NEXT_SHOWN = 5;

    private ResultText() {}

    /** A table with a line for each project. */
    public static List<String> table(BatchResult result, Style style) {
        Table table = new Table(style, "PROJECT", "TOOLCHAIN", "STATE", "ATTEMPTS", "TIME", "PULL REQUEST");
        for (ProjectResult project : result.projects()) {
            table.row(
                    project.name(),
                    project.toolchain(),
                    state(project, style),
                    project.attempts() == 0 ? "" : Integer.toString(project.attempts()),
                    Elapsed.of(Duration.ofMillis(project.durationMs())),
                    style.link(project.pullRequest(), project.pullRequest()));
        }
        return table.lines();
    }

    /**
     * What went wrong and what to type next; empty when nothing did.
     *
     * @param stays whether the server can still be asked when the command has ended
     */
    public static List<String> next(BatchResult result, boolean stays) {
        List<String> lines = new ArrayList<>();
        List<ProjectResult> open = result.projects().stream()
                .filter(project -> project.state() != RunState.COMPLETED && project.state() != RunState.SKIPPED)
                .toList();
        for (ProjectResult project : open.subList(0, Math.min(NEXT_SHOWN, open.size()))) {
            String name = result.batch() + "/" + project.name();
            lines.add(project.name() + " " + BatchStatus.word(project.state())
                    + (project.reason().isEmpty() ? "" : ": " + project.reason()));
            if (!stays) {
                continue;
            }
            lines.add("  slipway show " + name);
            lines.add("  slipway logs " + name);
            if (project.state() == RunState.NEEDS_ATTENTION) {
                lines.add("  slipway retry " + name);
                lines.add("  slipway skip " + name);
            } else if (project.state() == RunState.FAILED || project.state() == RunState.CANCELLED) {
                lines.add("  slipway retry " + name);
            } else {
                lines.add("  slipway run --project " + project.name());
            }
        }
        if (open.size() > NEXT_SHOWN) {
            lines.add("and " + (open.size() - NEXT_SHOWN) + " more"
                    + (stays ? ": slipway status " + result.batch() : ""));
        }
        if (!open.isEmpty() && !stays) {
            lines.add("With --keep the server stays, and 'slipway show NAME' and 'slipway logs NAME' tell more.");
        }
        return lines;
    }

    /** Such as {@code 6 pull requests, 0 need you}. */
    public static String lastLine(BatchResult result) {
        long pulls = result.projects().stream()
                .filter(project -> !project.pullRequest().isEmpty())
                .count();
        long need = result.projects().stream()
                .filter(project -> project.state() != RunState.COMPLETED && project.state() != RunState.SKIPPED)
                .count();
        return pulls
                + (pulls == 1 ? " pull request, " : " pull requests, ")
                + need
                + (need == 1 ? " needs you" : " need you");
    }

    private static String state(ProjectResult project, Style style) {
        String word = BatchStatus.word(project.state());
        return switch (project.state()) {
            case COMPLETED -> style.green(word);
            case FAILED, NEEDS_ATTENTION -> style.red(word);
            default -> style.yellow(word);
        };
    }
}
