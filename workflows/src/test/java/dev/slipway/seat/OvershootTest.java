package dev.slipway.seat;

import static dev.slipway.seat.SeatWorld.CLAUDE;
import static dev.slipway.seat.SeatWorld.daily;
import static dev.slipway.seat.SeatWorld.metered;
import static dev.slipway.seat.SeatWorld.project;
import static dev.slipway.seat.SeatWorld.spent;
import static dev.slipway.seat.SeatWorld.untold;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.agent.AgentOutcome;
import dev.slipway.run.WaitReason;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However many run, a cap is overshot at most by what one run exceeds its estimate. */
class OvershootTest {
    private static final int PROJECTS = 50;
    private static final BigDecimal CAP = new BigDecimal("30");
    private static final BigDecimal A_TURN = new BigDecimal("0.05");

    private final SeatWorld world = new SeatWorld();
    /** Runs under way, and what they are going to cost. */
    private final Map<String, BigDecimal> costs = new LinkedHashMap<>();
    /** What they were told; nothing for those that can't be. */
    private final Map<String, BigDecimal> told = new HashMap<>();

    private BigDecimal used = BigDecimal.ZERO;
    private BigDecimal largestExcess = BigDecimal.ZERO;
    private int most;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void ofRunsThatEndAtWhatTheyAreTold(long seed) {
        fiftyThatStartOneAfterAnother(metered(CLAUDE, 0), seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void ofRunsThatCanBeToldNothing(long seed) {
        fiftyThatStartOneAfterAnother(untold(CLAUDE), seed);
    }

    private void fiftyThatStartOneAfterAnother(AnnouncedSeat seat, long seed) {
        Random chance = new Random(seed);
        world.announce(daily(CAP.toPlainString()), seat);
        int arrived = 0;
        for (int turn = 0; turn < 2_000 && (arrived < PROJECTS || !world.leases.isEmpty()); turn++) {
            if (arrived < PROJECTS && chance.nextInt(3) > 0) {
                world.ask(project(arrived++));
                world.decide();
            }
            for (String one : List.copyOf(world.leases.keySet())) {
                if (!costs.containsKey(one) && chance.nextBoolean()) {
                    start(one, seat.keepsToLimit(), chance);
                }
            }
            if (!costs.isEmpty() && chance.nextInt(6) == 0) {
                end(List.copyOf(costs.keySet()).get(chance.nextInt(costs.size())), chance);
            }
            if (turn % 11 == 0) {
                world.continueAsNew();
            }
            world.after(Duration.ofSeconds(5));
        }
        assertThat(world.meter(Caps.USD_DAY).used()).isEqualByComparingTo(used);
        assertThat(used).as("the cap is used, not only kept").isGreaterThan(new BigDecimal("27"));
        assertThat(most).as("runs at a time").isGreaterThanOrEqualTo(5);
        assertThat(world.waits.values()).isNotEmpty().allMatch(wait -> wait.waitsFor() == WaitReason.BUDGET);
    }

    /** Costs from a third of what is expected up to two and a half times that. */
    private void start(String project, boolean keepsToLimit, Random chance) {
        if (!world.begin(project, SeatWorld.WORK)) {
            world.ask(project);
            world.decide();
            return;
        }
        BigDecimal cost = BigDecimal.valueOf(33 + chance.nextInt(218), 2);
        if (keepsToLimit) {
            BigDecimal limit = world.most(project);
            told.put(project, limit);
            // An agent ends after the turn with which it passed the limit.
            cost = cost.min(limit.add(A_TURN));
        }
        costs.put(project, cost);
        most = Math.max(most, costs.size());
        BigDecimal promised = told.values().stream().reduce(used, BigDecimal::add);
        assertThat(promised).isLessThanOrEqualTo(CAP.add(largestExcess));
    }

    private void end(String project, Random chance) {
        BigDecimal cost = costs.remove(project);
        BigDecimal limit = told.remove(project);
        BigDecimal estimate =
                limit == null ? world.reservation(project).estimate().costUsd() : limit;
        largestExcess = largestExcess.max(cost.subtract(estimate));
        used = used.add(cost);
        boolean isCut = limit != null && cost.compareTo(limit) > 0;
        world.settle(
                project,
                isCut ? AgentOutcome.SPEND_LIMIT : AgentOutcome.COMPLETED,
                null,
                new Spent(cost, 1_000, false));
        assertThat(used).isLessThanOrEqualTo(CAP.add(largestExcess));
        if (chance.nextInt(3) > 0) {
            world.release(project);
        }
    }

    @Test
    void whatStaggeredRunsAreToldAddsUpToNoMoreThanTheCap() {
        world.announce(
                daily("5"),
                new AnnouncedSeat(
                        metered(CLAUDE, 0).seat(), metered(CLAUDE, 0).billing(), 0, spent("0.50", 10_000), true));
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < 10; i++) {
            world.ask(project(i));
            world.decide();
            sum = sum.add(world.most(project(i)));
        }
        assertThat(world.leases).as("all start").hasSize(10);
        assertThat(sum).isLessThanOrEqualTo(new BigDecimal("5"));
        for (int i = 0; i < 10; i++) {
            world.settle(project(i), AgentOutcome.SPEND_LIMIT, null, new Spent(world.most(project(i)), 10, false));
        }
        assertThat(world.meter(Caps.USD_DAY).used()).isEqualByComparingTo(sum);
    }

    @Test
    void whatIsLeftIsSharedByAllThatAskAtOnce() {
        world.announce(daily("60"), metered(CLAUDE, 0));
        for (int i = 0; i < PROJECTS; i++) {
            world.ask(project(i));
        }
        world.decide();
        assertThat(world.leases).hasSize(PROJECTS);
        Map<String, BigDecimal> limits = new HashMap<>();
        world.leases.keySet().forEach(project -> limits.put(project, world.most(project)));
        assertThat(limits.values()).allMatch(usd -> usd.compareTo(new BigDecimal("1.20")) <= 0);
        // Each is taken to cost a dollar, and would cost three.
        limits.forEach(
                (project, usd) -> world.settle(project, AgentOutcome.SPEND_LIMIT, null, new Spent(usd, 10, false)));

        assertThat(world.meter(Caps.USD_DAY).used()).isBetween(new BigDecimal("55"), new BigDecimal("60"));
    }

    @Test
    void oneRunIsNotToldAllThatIsLeft() {
        world.announce(daily("1000"), metered(CLAUDE, 0));
        world.ask(project(1));
        world.decide();
        assertThat(world.most(project(1))).isEqualByComparingTo("4.00");
    }

    @Test
    void whatARunWasToldStaysAsItWasThoughOthersCome() {
        world.announce(daily("20"), metered(CLAUDE, 0));
        world.ask(project(1));
        world.decide();
        BigDecimal told = world.most(project(1));
        world.ask(project(2));
        world.decide();
        world.continueAsNew();
        assertThat(world.most(project(1))).isEqualByComparingTo(told).isEqualByComparingTo("1.25");
        assertThat(world.meter(Caps.USD_DAY).reserved()).isEqualByComparingTo(told.add(world.most(project(2))));
    }

    @Test
    void aRunThatCanBeToldNothingHasTheLargestOfItsKindSetAside() {
        world.announce(daily("100"), untold(CLAUDE));
        world.ask(project(1));
        world.decide();
        assertThat(world.most(project(1))).isNull();
        for (int i = 0; i < 6; i++) {
            world.settle(project(1), AgentOutcome.COMPLETED, null, spent(i == 3 ? "2.00" : "0.50", 100));
        }
        world.ask(project(1));
        world.decide();

        assertThat(world.reservation(project(1)).estimate().costUsd()).isLessThan(new BigDecimal("1.20"));
        assertThat(world.meter(Caps.USD_DAY).reserved()).isBetween(new BigDecimal("1.80"), new BigDecimal("2.00"));
    }

    @Test
    void whatIsLessThanTheLargestRunIsLeftToOneAtATime() {
        world.announce(daily("3.5"), untold(CLAUDE));
        world.ask(project(1));
        world.ask(project(2));
        world.decide();
        // Nothing is known, a run could cost four dollars; it is taken to cost one.
        assertThat(world.leases).containsOnlyKeys(project(1));
        world.settle(project(1), AgentOutcome.COMPLETED, null, spent("1.00", 10));
        world.release(project(1));
        assertThat(world.leases).containsOnlyKeys(project(2));
    }
}
