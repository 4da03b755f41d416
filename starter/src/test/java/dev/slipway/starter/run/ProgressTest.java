package dev.slipway.starter.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.run.RunState;
import dev.slipway.starter.output.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Progress progress = new Progress(
            Console.of(new PrintStream(out, true, StandardCharsets.UTF_8), System.err, Map.of()),
            Clock.fixed(START.plusSeconds(75), ZoneOffset.UTC),
            3,
            id -> "",
            new java.util.ArrayDeque<>());

    @Test
    void withoutATerminalALineIsAddedOnlyWhenSomethingChanges() {
        ProjectRow generating = row("vault", RunState.RUNNING, "generate", 1);
        progress.show(List.of(generating));
        progress.show(List.of(generating));
        progress.show(List.of(row("vault", RunState.RUNNING, "fix", 2)));

        assertThat(printed()).hasSize(2);
        assertThat(printed().get(0)).contains("vault", "generate, attempt 1", "1m15s");
        assertThat(printed().get(1)).contains("fix, attempt 2");
    }

    @Test
    void noEscapeSequencesWithoutATerminal() {
        progress.show(List.of(row("vault", RunState.COMPLETED, "cleanup", 2)));
        progress.end();

        assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("\u001b");
    }

    @Test
    void whereThereIsNotRoomForAllThoseAtWorkComeFirst() {
        List<ProjectRow> rows = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            rows.add(row("done-" + i, RunState.COMPLETED, "cleanup", 1));
        }
        rows.add(row("working", RunState.RUNNING, "verify", 1));
        rows.add(row("stuck", RunState.NEEDS_ATTENTION, "fix", 4));

        List<String> lines = progress.lines(rows, 4);

        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).contains("stuck", "needs attention");
        assertThat(lines.get(1)).contains("working");
        assertThat(lines.get(3)).contains("10 of 3 done", "1 at work", "1 stopped");
    }

    @Test
    void waitingSaysForWhat() {
        ProjectRow waiting = new ProjectRow(
                "project/b/vault",
                "run",
                "b",
                "vault",
                RunState.WAITING,
                "account",
                "account",
                null,
                0,
                "",
                "",
                "",
                START,
                null,
                0);
        assertThat(progress.lines(List.of(waiting), 10).get(0)).contains("account, waits for account");
    }

    private static ProjectRow row(String name, RunState state, String step, long attempts) {
        return new ProjectRow(
                "project/b/" + name,
                "run",
                "b",
                name,
                state,
                step,
                "",
                null,
                attempts,
                "factory-1/" + name,
                "factory-1",
                "scripted",
                START,
                state.closed() ? START.plusSeconds(60) : null,
                0);
    }

    private List<String> printed() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
