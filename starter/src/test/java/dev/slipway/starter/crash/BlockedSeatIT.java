package dev.slipway.starter.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.run.RunState;
import dev.slipway.run.SeatId;
import dev.slipway.seat.SteerSeat;
import dev.slipway.starter.run.ProjectResult;
import dev.slipway.starter.run.ProjectRow;
import dev.slipway.starter.stack.ScriptedAgent;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person blocks the seat that a project has, between two runs of its agent, on a real server. */
class BlockedSeatIT {
    private static final String PROJECT = "notes";

    @TempDir
    private Path folder;

    private CrashStack stack;

    @BeforeEach
    void start() {
        stack = new CrashStack(folder, 1, 1, ScriptedAgent.agents("scripted", 1));
        stack.begin(CrashStack.project(PROJECT, null, Duration.ofMinutes(5), "sleep 5; sh check.sh"));
    }

    @AfterEach
    void stop() {
        stack.close();
    }

    @Test
    void aRunWhoseSeatIsBlockedMeanwhileIsRefusedByTheHostAndWaitsForTheSeat() throws Exception {
        String worker = stack.workerThatRuns(HostWork.VERIFY);
        SeatId seat = stack.seats().state().seats().get(0).seat();

        stack.seats().steer(new SteerSeat(seat, SteerSeat.Kind.BLOCK, "a look at its bill", "ann"));
        ProjectRow waiting = await("the project, before its agent runs again")
                .atMost(CrashStack.PATIENCE)
                .until(this::row, row -> row.waitingFor().equals("seat"));

        assertThat(waiting.state()).isEqualTo(RunState.WAITING);
        assertThat(stack.log(worker)).contains("step 3-fix ends with SEAT_LOST").doesNotContain("started for 3-fix");

        stack.seats().steer(new SteerSeat(seat, SteerSeat.Kind.UNBLOCK, "", "ann"));
        stack.awaitEnd();

        ProjectResult result = stack.results().get(PROJECT);
        assertThat(result.state()).isEqualTo(RunState.COMPLETED);
        assertThat(result.attempts()).as("its first source fails").isEqualTo(2);
        assertThat(result.agentRuns()).isEqualTo(2);
        assertThat(stack.agentRunsAgain()).isZero();
        stack.assertOneOfEach(1);
    }

    private ProjectRow row() {
        return stack.rows().stream()
                .filter(row -> row.name().equals(PROJECT))
                .findFirst()
                .orElseThrow();
    }
}
