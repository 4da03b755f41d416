package dev.slipway.seat;

import static dev.slipway.seat.SeatWorld.CLAUDE;
import static dev.slipway.seat.SeatWorld.project;
import static dev.slipway.seat.SeatWorld.rules;
import static dev.slipway.seat.SeatWorld.spent;
import static dev.slipway.seat.SeatWorld.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.agent.AgentOutcome;
import dev.slipway.seat.FailoverRules.Cause;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A project's places and the installation's, for each kind of limit. */
class SeatRouteTest {
    private static final String CODEX = "codex/org";
    private static final String LOCAL = "local/one";

    private final SeatWorld world = new SeatWorld();

    @BeforeEach
    void codexAfterClaude() {
        FailoverRules failover = new FailoverRules(places("claude", "codex"), FailoverRules.DEFAULT.on());
        world.announce(
                rules(null, QuotaRules.DEFAULT, failover),
                subscription(CLAUDE),
                subscription(CODEX),
                subscription(LOCAL));
    }

    private static List<SeatChoice> places(String... names) {
        return Arrays.stream(names).map(SeatChoice::of).toList();
    }

    private @Nullable String seatOf(SeatRoute route) {
        world.ask(project("it"), route);
        world.decide();
        return world.leases.containsKey(project("it"))
                ? world.leases.get(project("it")).seat().toString()
                : null;
    }

    private void stop(String seat, AgentOutcome outcome) {
        world.ask(project("other"), seat);
        world.decide();
        world.settle(project("other"), outcome, null, spent("0", 0));
        assertThat(world.seat(seat).phase()).isEqualTo(SeatPhase.PARKED);
    }

    @Test
    void aProjectThatOnlyNamesItsAgentFailsOverAsTheInstallationSays() {
        SeatRoute onlyAgent = new SeatRoute(places("local"), true, null);
        assertThat(seatOf(onlyAgent)).isEqualTo(LOCAL);
        stop(LOCAL, AgentOutcome.SESSION_LIMIT);

        assertThat(seatOf(onlyAgent)).isEqualTo(CLAUDE);
    }

    @Test
    void aProjectsOwnListIsAllThereIs() {
        stop(LOCAL, AgentOutcome.SESSION_LIMIT);

        assertThat(seatOf(new SeatRoute(places("local"), false, null))).isNull();
    }

    @Test
    void aProjectSaysItselfWhichLimitsSendItOn() {
        SeatRoute byWeek = new SeatRoute(places("claude", "codex"), false, List.of(Cause.WEEKLY_LIMIT));
        stop(CLAUDE, AgentOutcome.SESSION_LIMIT);
        assertThat(seatOf(byWeek)).isNull();

        stop(LOCAL, AgentOutcome.WEEKLY_LIMIT);
        assertThat(seatOf(new SeatRoute(places("local", "codex"), false, List.of(Cause.WEEKLY_LIMIT))))
                .isEqualTo(CODEX);
    }

    @Test
    void onNothingMeansToWait() {
        SeatRoute waits = new SeatRoute(places("local"), true, List.of());
        stop(LOCAL, AgentOutcome.WEEKLY_LIMIT);

        assertThat(seatOf(waits)).isNull();
    }
}
