package dev.slipway.starter.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.change.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KillPlanTest {
    private static final int ROUND = KillPlan.ROAD.size() + 3;

    @Test
    void theSameSeedGivesTheSamePlan() {
        assertThat(all(KillPlan.wholeRound(7, true))).isEqualTo(all(KillPlan.wholeRound(7, true)));
        assertThat(all(KillPlan.wholeRound(7, true))).isNotEqualTo(all(KillPlan.wholeRound(8, true)));
    }

    @Test
    void aWholeRoundKillsAWorkerInEachStepAndServerSandboxAndAllOnceWellBeforeTheEnd() {
        for (long seed = 0; seed < 50; seed++) {
            List<PlannedKill> round = all(KillPlan.wholeRound(seed, true));

            assertThat(round).hasSize(ROUND);
            assertThat(round.stream().map(PlannedKill::step).filter(Objects::nonNull))
                    .containsExactlyElementsOf(KillPlan.ROAD);
            assertThat(round.stream().map(PlannedKill::target).filter(target -> target != Target.WORKER))
                    .containsExactlyInAnyOrder(Target.SERVER, Target.SANDBOX, Target.ALL);
            assertThat(round.get(0).pause()).as("nobody has a repository yet").isZero();
            assertThat(round.get(ROUND - 1).target()).isEqualTo(Target.WORKER);
        }
    }

    @Test
    void whoeverComesFirstIsTakenAndTheOtherStepsTurnIsLater() {
        KillPlan plan = KillPlan.wholeRound(7, true);
        Step first = plan.next().orElseThrow().step();

        plan.took(Step.FIX, first);

        assertThat(plan.left())
                .containsExactly(Step.WORKSPACE, Step.GENERATE, Step.VERIFY, first, Step.PUSH, Step.PULL_REQUEST);
    }

    @Test
    void aServerThatIsSomebodyElsesIsLeftAlone() {
        assertThat(all(KillPlan.wholeRound(7, false)).stream().map(PlannedKill::target))
                .contains(Target.WORKER, Target.SANDBOX)
                .doesNotContain(Target.SERVER, Target.ALL);
    }

    @Test
    void anEndlessPlanGoesOnWithAnotherRound() {
        KillPlan plan = KillPlan.endless(7, Duration.ofSeconds(20), true);
        List<PlannedKill> kills = new ArrayList<>();
        for (int i = 0; i < 3 * ROUND; i++) {
            kills.add(plan.next().orElseThrow());
        }

        assertThat(kills.stream().filter(kill -> kill.target() == Target.ALL)).hasSize(3);
        assertThat(plan.every()).contains(Duration.ofSeconds(20));
    }

    private static List<PlannedKill> all(KillPlan plan) {
        List<PlannedKill> kills = new ArrayList<>();
        for (Optional<PlannedKill> next = plan.next(); next.isPresent(); next = plan.next()) {
            kills.add(next.get());
        }
        return kills;
    }
}
