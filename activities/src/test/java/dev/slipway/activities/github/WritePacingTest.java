package dev.slipway.activities.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.account.AccountLease;
import dev.slipway.account.AccountName;
import dev.slipway.account.WriteTurn;
import dev.slipway.failure.FailureType;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WritePacingTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TestClock clock = new TestClock();
    private final Deque<WriteTurn> poolSays = new ArrayDeque<>();
    private int asked;
    private final WritePacing pacing = new WritePacing(
            SECOND,
            account -> {
                asked++;
                return Optional.ofNullable(poolSays.poll());
            },
            clock);

    /** Time passes by sleeping only; the wall clock may jump. */
    private static final class TestClock implements PacingClock {
        private long nanos = -5_000_000_000L;
        private Instant wall = NOW;
        private @Nullable Instant started;
        private Duration oversleeps = Duration.ZERO;

        @Override
        public Instant now() {
            return wall;
        }

        @Override
        public Optional<Instant> started() {
            return Optional.ofNullable(started);
        }

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public void sleepUntil(long due) {
            if (due > nanos) {
                pass(Duration.ofNanos(due - nanos).plus(oversleeps));
            }
            oversleeps = Duration.ZERO;
        }

        void pass(Duration time) {
            nanos += time.toNanos();
            wall = wall.plus(time);
        }
    }

    private static AccountLease lease(String login) {
        return new AccountLease(AccountName.of("of-" + login), login, "acme", 1, NOW.plusSeconds(1800));
    }

    private Duration waits(String login, @Nullable Instant slot) {
        long before = clock.nanos;
        pacing.await(lease(login), pacing.begin(), slot);
        return Duration.ofNanos(clock.nanos - before);
    }

    @Test
    void waitsForItsSlot() {
        assertThat(waits("a", NOW.plusSeconds(4))).isEqualTo(Duration.ofSeconds(4));
        assertThat(asked).isZero();
    }

    @Test
    void hostsWhoseClocksAreMinutesApartKeepToTheServersTime() {
        for (Duration off : List.of(Duration.ofMinutes(-7), Duration.ofSeconds(-3), Duration.ofSeconds(2))) {
            TestClock theirs = new TestClock();
            theirs.wall = NOW.plus(off);
            theirs.started = NOW;
            WritePacing host = new WritePacing(SECOND, PoolTurns.NONE, theirs);
            WritePacing.Begin begin = host.begin();
            theirs.pass(Duration.ofMillis(700)); // it looks for what is there before it writes

            host.await(lease("a"), begin, NOW.plusSeconds(4));

            assertThat(theirs.wall)
                    .as("by a clock that is off by %s", off)
                    .isEqualTo(NOW.plus(off).plusSeconds(4));
        }
    }

    @Test
    void aSlotThatComesBeforeOneThatIsTakenAlreadyIsNotPutOff() {
        Deque<Instant> written = new ArrayDeque<>();
        WritePacing two = new WritePacing(SECOND, PoolTurns.NONE, new PacingClock() {
            private boolean inner;

            @Override
            public Instant now() {
                return clock.now();
            }

            @Override
            public Optional<Instant> started() {
                return clock.started();
            }

            @Override
            public long nanos() {
                return clock.nanos();
            }

            @Override
            public void sleepUntil(long due) throws InterruptedException {
                if (!inner) {
                    inner = true;
                    // While the first writer waits for a slot 5 s ahead, another one comes with a slot 2 s ahead.
                    outer().await(lease("a"), outer().begin(), NOW.plusSeconds(2));
                    written.add(clock.now());
                }
                clock.sleepUntil(due);
            }
        });
        self = two;
        two.await(lease("a"), two.begin(), NOW.plusSeconds(5));
        written.add(clock.now());
        assertThat(written).containsExactly(NOW.plusSeconds(2), NOW.plusSeconds(5));
    }

    private WritePacing self;

    private WritePacing outer() {
        return self;
    }

    @Test
    void whoComesTooLateForItsSlotTakesTheTurnThatThePoolGives() {
        poolSays.add(new WriteTurn(Duration.ofSeconds(3), true, null));
        assertThat(waits("a", NOW.minusMillis(80))).isEqualTo(Duration.ofSeconds(3));
        assertThat(waits("b", NOW.plusSeconds(3))).as("a slot that is due").isZero();
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void whoSleepsTooLongAsksAgain() {
        poolSays.add(new WriteTurn(Duration.ofSeconds(7), true, null));
        clock.oversleeps = Duration.ofMillis(400);
        assertThat(waits("a", NOW.plusSeconds(2))).isEqualTo(Duration.ofMillis(2400 + 7000));
    }

    @Test
    void withoutAPoolWritesAreKeptApartHere() {
        assertThat(waits("a", null)).isZero();
        assertThat(waits("a", null)).isEqualTo(SECOND);
        assertThat(waits("b", null)).as("another user").isZero();
        clock.pass(Duration.ofMillis(300));
        assertThat(waits("a", null)).isEqualTo(Duration.ofMillis(700));
    }

    @Test
    void whoMissesEveryTurnGoesOnAllTheSame() {
        for (int i = 0; i < 9; i++) {
            poolSays.add(new WriteTurn(Duration.ofSeconds(-1), true, null));
        }
        assertThat(waits("a", NOW.minusSeconds(1))).isZero();
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void aClockThatJumpsMakesNobodyWaitForIt() {
        poolSays.addAll(List.of(new WriteTurn(SECOND, true, null), new WriteTurn(SECOND, true, null)));
        assertThat(waits("a", NOW.plus(Duration.ofDays(365)))).isEqualTo(SECOND);
        clock.wall = NOW.minus(Duration.ofHours(1)); // back by an hour
        assertThat(waits("a", NOW)).isEqualTo(SECOND);
        assertThat(waits("a", null)).as("not an hour").isEqualTo(SECOND);
    }

    @Test
    void aLimitThatThePoolKnowsOfIsNotMetAgain() {
        poolSays.add(new WriteTurn(Duration.ZERO, true, NOW.plusSeconds(60)));
        assertThatThrownBy(() -> waits("a", null))
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(failure.getType()).isEqualTo(FailureType.ACCOUNT_RATE_LIMITED.name()));
    }

    @Test
    void aTurnThatIsFarAwayIsNotWaitedForHere() {
        // As where the pool does not answer.
        poolSays.add(new WriteTurn(Duration.ofMinutes(20), false, null));
        assertThatThrownBy(() -> waits("a", null))
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(failure.getType()).isEqualTo(FailureType.LEASE_LOST.name()));
    }
}
