package dev.slipway.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.run.RunState;
import dev.slipway.testing.FakeHost;
import dev.slipway.testing.Outcomes;
import dev.slipway.testing.Specs;
import dev.slipway.testing.World;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProjectWorkflowTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void goesFromNothingToAPullRequest() {
        world.start().accounts("alice");
        ProjectReport report = world.run(Specs.project("token-vault").spec()).result();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(report.pullRequest()).isEqualTo("https://github.test/alice/token-vault/pull/1");
        assertThat(report.attempts()).isEqualTo(1);
        assertThat(report.githubRequests()).isEqualTo(5);
        assertThat(world.calls).extracting(FakeHost.Call::step).containsExactly("1-generate", "2-verify", "3-push");
    }

    @Test
    void keepsItsHistorySmallWithTwoFixRounds() {
        AtomicInteger builds = new AtomicInteger();
        world.script.build =
                request -> builds.incrementAndGet() <= 2 ? Outcomes.red("Error: ParserError") : Outcomes.green();
        world.start().accounts("alice");
        World.RunningProject project = world.run(Specs.project("token-vault").spec());
        ProjectReport report = project.result();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(report.attempts()).isEqualTo(3);
        int bytes = project.history().getEvents().stream()
                .mapToInt(HistoryEvent::getSerializedSize)
                .sum();
        assertThat(project.history().getEvents()).hasSizeLessThanOrEqualTo(150);
        assertThat(bytes).isLessThanOrEqualTo(100_000);
    }
}
