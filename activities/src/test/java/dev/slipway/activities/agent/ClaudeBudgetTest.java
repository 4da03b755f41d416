package dev.slipway.activities.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.activities.process.ProcessLauncher;
import dev.slipway.activities.process.ProcessSpec;
import dev.slipway.activities.process.RunningProcess;
import dev.slipway.agent.Billing;
import dev.slipway.run.AgentName;
import dev.slipway.settings.installation.AgentKind;
import dev.slipway.settings.installation.AgentSettings;
import dev.slipway.settings.installation.SeatSettings;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Claude Code is told that it may cost. */
class ClaudeBudgetTest {
    @TempDir
    Path folder;

    /** Starts nothing. */
    private static final class Recorder implements ProcessLauncher {
        private final List<String> command = new ArrayList<>();

        @Override
        public RunningProcess start(ProcessSpec spec, Consumer<String> onLine) throws IOException {
            command.addAll(spec.command());
            throw new IOException("only looked at");
        }

        @Override
        public boolean isolates() {
            return false;
        }
    }

    @Test
    void aMeteredSeatIsToldWhatTheBudgetsHaveLeft() {
        assertThat(command(Billing.METERED, "1.25")).containsSequence("--max-budget-usd", "1.25");
    }

    @Test
    void aSubscriptionIsToldNothing() {
        assertThat(command(Billing.SUBSCRIPTION, "1.25")).doesNotContain("--max-budget-usd");
    }

    @Test
    void withoutACapNothingIsTold() {
        assertThat(command(Billing.METERED, null)).doesNotContain("--max-budget-usd");
    }

    private List<String> command(Billing billing, @Nullable String most) {
        Recorder recorder = new Recorder();
        SeatSettings seat = new SeatSettings("one", billing, null, null);
        AgentSettings settings = new AgentSettings(
                AgentName.of("claude"),
                AgentKind.CLAUDE,
                List.of("/bin/sh"),
                null,
                null,
                0,
                List.of(),
                Map.of(),
                List.of(seat),
                Duration.ZERO);
        AgentJob job = new AgentJob(
                "",
                folder.resolve("prompt.md"),
                List.of(),
                folder,
                folder,
                folder.resolve("transcript.log"),
                null,
                Duration.ofMinutes(1),
                Duration.ZERO,
                most == null ? null : new BigDecimal(most),
                AgentJob.Watcher.NOBODY);
        ClaudeAgent agent =
                new ClaudeAgent(settings, seat, new AgentProgram(recorder, Map.of("PATH", "/bin")), Map::of);
        assertThatThrownBy(() -> agent.run(job)).hasMessage("only looked at");
        return recorder.command;
    }
}
