package dev.slipway.starter.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KillPlanTest {
    private static final int ROUND = KillPlan.ROAD.size() + 3;

    @Test
    void theSameSeedGivesTheSamePlan() {
        assertThat(all(KillPlan.proportional(7, 50, true))).isEqualTo(all(KillPlan.proportional(7, 50, true)));
        assertThat(all(KillPlan.proportional(7, 50, true))).isNotEqualTo(all(KillPlan.proportional(8, 50, true)));
    }

    @Test
    void aWholeRoundKillsAWorkerInEachStepAndAllAtOnceAtLast() {
        List<PlannedKill> round = all(KillPlan.proportional(7, 50, true));

        assertThat(round).hasSize(ROUND);
        assertThat(round.stream().filter(kill -> kill.target() == Target.WORKER).map(PlannedKill::step))
                .containsExactlyInAnyOrderElementsOf(KillPlan.ROAD);
        assertThat(round.stream().map(PlannedKill::target)).contains(Target.SERVER, Target.SANDBOX);
        assertThat(round.get(ROUND - 1).target()).isEqualTo(Target.ALL);
    }

    @Test
    void fewProjectsMeetEachKindOfKill() {
        for (long seed = 0; seed < 50; seed++) {
            assertThat(all(KillPlan.proportional(seed, 1, true)).stream().map(PlannedKill::target))
                    .containsExactlyInAnyOrder(Target.values());
        }
    }

    @Test
    void aServerThatIsSomebodyElsesIsLeftAlone() {
        assertThat(all(KillPlan.proportional(7, 50, false)).stream().map(PlannedKill::target))
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
