package dev.slipway.starter.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.account.AccountPoolState;
import dev.slipway.account.WorkerAnnouncement;
import dev.slipway.account.WorkerState;
import dev.slipway.project.ProjectSpec;
import dev.slipway.run.AgentName;
import dev.slipway.run.HostId;
import dev.slipway.run.ToolchainName;
import dev.slipway.seat.SeatChoice;
import dev.slipway.settings.Target;
import dev.slipway.settings.toolchain.Toolchains;
import dev.slipway.settings.work.Work;
import dev.slipway.settings.work.WorkDefaults;
import dev.slipway.settings.work.WorkReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no worker has is said before a batch starts that could only wait. */
class AnnouncedTest {
    @TempDir
    private Path folder;

    private static AccountPoolState workerWith(String agent) {
        WorkerAnnouncement worker = new WorkerAnnouncement(
                HostId.of("host-1"),
                "there",
                "1",
                2,
                List.of(),
                List.of(AgentName.of(agent)),
                AgentName.of(agent),
                List.of(ToolchainName.of("go")),
                true,
                true,
                null,
                null);
        return new AccountPoolState(List.of(), List.of(new WorkerState(worker, Instant.EPOCH)), 0, null);
    }

    private Work work() throws IOException {
        Path file = Files.writeString(folder.resolve("slipway.yaml"), """
                projects:
                  - name: a
                    description: b
                    toolchain: go
                    failover:
                      - claude
                      - codx/org
                  - {name: c, description: d, toolchain: go, agent: nobody}
                """);
        return WorkReader.read(file, Map.of(), WorkDefaults.of(Toolchains.load(folder.resolve("none")), Target.GITHUB));
    }

    @Test
    void anAgentThatNoWorkerHasIsNamedWithItsLineWhetherWantedFirstOrLater() throws IOException {
        Work work = work();

        assertThat(Announced.problems(workerWith("claude"), work.projects(), work.seats()))
                .contains(
                        work.source() + ":7: No worker has the agent 'codx'; there is claude.",
                        work.source() + ":8: No worker has the agent 'nobody'; there is claude.")
                .noneMatch(problem -> problem.contains(":6:"));
    }

    @Test
    void anAgentOfTheCommandLineHasNoLine() throws IOException {
        ProjectSpec project = work().projects().get(0).with(null, null, AgentName.of("other"), null);

        assertThat(Announced.problems(
                        workerWith("claude"),
                        List.of(project),
                        Map.of(SeatChoice.of("claude"), work().seats().get(SeatChoice.of("claude")))))
                .contains("No worker has the agent 'other'; there is claude.");
    }
}
