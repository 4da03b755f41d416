package dev.slipway.starter.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.run.RunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WatchedProjectsTest {
    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

    private final List<@Nullable Instant> asked = new ArrayList<>();
    private List<ProjectRow> answer = List.of();
    private final WatchedProjects watched = new WatchedProjects(since -> {
        asked.add(since);
        return answer;
    });

    @Test
    void remembersWhatIsNotListedAgain() {
        answer = List.of(row("a", START.plusSeconds(100)), row("b", null));
        watched.look();
        answer = List.of(row("b", START.plusSeconds(200)), row("c", null));

        assertThat(watched.look())
                .containsExactly(row("a", START.plusSeconds(100)), row("b", START.plusSeconds(200)), row("c", null));
    }

    @Test
    void asksForAllUntilOneIsClosedAndThenForLateOnesToo() {
        answer = List.of(row("a", null));
        watched.look();
        answer = List.of(row("a", START.plusSeconds(100)), row("b", START.plusSeconds(90)));
        watched.look();
        watched.look();

        assertThat(asked).containsExactly(null, null, START.plusSeconds(70));
    }

    private static ProjectRow row(String name, @Nullable Instant closedAt) {
        return new ProjectRow(
                "project/x/" + name,
                "run",
                "x",
                name,
                closedAt == null ? RunState.RUNNING : RunState.COMPLETED,
                "",
                "",
                null,
                0,
                "",
                "",
                "",
                START,
                closedAt,
                0);
    }
}
