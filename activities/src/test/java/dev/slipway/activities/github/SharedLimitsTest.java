package dev.slipway.activities.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.account.AccountName;
import dev.slipway.account.AccountPoolState;
import dev.slipway.account.AccountState;
import dev.slipway.account.AccountTrouble;
import dev.slipway.account.Allowance;
import dev.slipway.account.AllowanceReport;
import dev.slipway.account.BlockReason;
import dev.slipway.failure.RateLimited;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a worker hears from the pool of limits that others met, and what it keeps to by itself. */
class SharedLimitsTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final AccountName ALICE = AccountName.of("alice");

    private Instant now = START;
    private final List<AllowanceReport> allowances = new ArrayList<>();
    private final Principals principals = new Principals(() -> now, new PoolReports() {
        @Override
        public void allowance(AllowanceReport report) {
            allowances.add(report);
        }

        @Override
        public void trouble(AccountTrouble trouble) {
            // to the pool, which these tests speak for
        }
    });

    @BeforeEach
    void learn() {
        principals.learnt(ALICE, "alice");
    }

    private void poolSays(@Nullable BlockReason blocked, @Nullable Instant until, Allowance... left) {
        principals.poolSays(new AccountPoolState(
                List.of(new AccountState(
                        ALICE,
                        "alice",
                        "acme",
                        List.of("acme"),
                        0,
                        0,
                        0,
                        blocked,
                        until,
                        null,
                        null,
                        null,
                        List.of(left),
                        0)),
                List.of(),
                0,
                null));
    }

    private void met(@Nullable Instant until) {
        principals.limited(ALICE, new RateLimited(until, true), "limit", "403 to GET /user");
    }

    private void asks() {
        principals.refuseWhileParked(ALICE, "GET /user");
    }

    private void isParkedUntil(Instant until) {
        assertThatThrownBy(this::asks)
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(failure.getDetails()
                                        .get(0, RateLimited.class)
                                        .until())
                                .isEqualTo(until));
    }

    private void answered(String resource, int limit, int remaining) {
        principals.answered(
                ALICE,
                Map.of(
                        "X-RateLimit-Resource", List.of(resource),
                        "X-RateLimit-Limit", List.of(Integer.toString(limit)),
                        "X-RateLimit-Remaining", List.of(Integer.toString(remaining)),
                        "X-RateLimit-Reset",
                                List.of(Long.toString(START.plusSeconds(1800).getEpochSecond()))));
    }

    @Test
    void aLimitThatAnotherWorkerMetIsKeptTo() {
        asks();
        poolSays(BlockReason.RATE_LIMITED, now.plusSeconds(300));
        isParkedUntil(now.plusSeconds(300));
        assertThatThrownBy(() -> principals.refuseGitWhileParked(ALICE, "Git")).isInstanceOf(ApplicationFailure.class);
        now = now.plusSeconds(300);
        asks();
    }

    @Test
    void whereGitHubNamesNoTimeThePoolsGrowingOneHolds() {
        met(null);
        isParkedUntil(START.plusSeconds(60));
        poolSays(BlockReason.RATE_LIMITED, now.plusSeconds(240));
        isParkedUntil(START.plusSeconds(240));
    }

    @Test
    void whatGitHubToldThisWorkerLastIsNotShortenedByAPoolThatHasYetToHear() {
        met(now.plusSeconds(600));
        poolSays(BlockReason.RATE_LIMITED, now.plusSeconds(20));
        isParkedUntil(START.plusSeconds(600));
    }

    @Test
    void aLimitThatThePoolHasYetToHearOfIsNotForgotten() {
        met(now.plusSeconds(600));
        now = now.plusSeconds(20);
        poolSays(null, null);
        isParkedUntil(START.plusSeconds(600));
    }

    @Test
    void aLimitThatAPersonLiftedHoldsNoLonger() {
        met(now.plusSeconds(600));
        poolSays(BlockReason.RATE_LIMITED, now.plusSeconds(600));
        poolSays(BlockReason.RATE_LIMITED, now.plusSeconds(15)); // lifted: when all have heard
        isParkedUntil(START.plusSeconds(15));
        poolSays(null, null);
        asks();
    }

    @Test
    void aLimitOfWhichThePoolKnowsNothingAfterAllIsForgotten() {
        met(now.plusSeconds(600));
        now = now.plusSeconds(31);
        poolSays(null, null);
        asks();
    }

    @Test
    void anAccountThatAPersonBlockedSaysNothingOfItsUsersLimit() {
        met(now.plusSeconds(600));
        poolSays(BlockReason.RATE_LIMITED, now.plusSeconds(600));
        poolSays(BlockReason.MANUAL, null);
        isParkedUntil(START.plusSeconds(600));
    }

    @Test
    void whatAnotherWorkerUsedUpIsNotAskedForHereButGitGoesOn() {
        Instant reset = now.plusSeconds(1200);
        poolSays(null, null, new Allowance("core", 5000, 50, reset, now));
        isParkedUntil(reset);
        principals.refuseGitWhileParked(ALICE, "Git");
        poolSays(null, null, new Allowance("core", 5000, 4990, reset, now));
        asks();
    }

    @Test
    void pointsForGraphQlAreABucketOfTheirOwn() throws IOException {
        answered("core", 5000, 4000);
        answered("graphql", 5000, 0);
        asks();
        principals.countedTurn(ALICE, "GET /user").close();
        assertThat(allowances).extracting(AllowanceReport::resource).containsExactly("core", "graphql");
        answered("core", 5000, 0);
        isParkedUntil(START.plusSeconds(1800));
    }

    @Test
    void thePoolHearsAtOnePerCentToo() {
        for (int left : List.of(120, 100, 80, 51, 50, 49)) {
            answered("core", 5000, left);
        }
        assertThat(allowances).extracting(AllowanceReport::remaining).containsExactly(120, 100, 50);
    }

    @Test
    void theLastRequestsOfAnHourAreNotSentThoughSeveralAreOnTheirWay() throws IOException {
        answered("core", 60, 4);
        answered("core", 60, 9); // overtaken on its way
        try (Principals.Turn one = principals.countedTurn(ALICE, "GET /a");
                Principals.Turn two = principals.countedTurn(ALICE, "GET /b");
                Principals.Turn three = principals.countedTurn(ALICE, "GET /c")) {
            assertThat(List.of(one, two, three)).hasSize(3);
            assertThatThrownBy(() -> principals.countedTurn(ALICE, "GET /d"))
                    .isInstanceOf(ApplicationFailure.class)
                    .hasMessageContaining("GET /d was not sent");
        }
        isParkedUntil(START.plusSeconds(1800));
        now = START.plusSeconds(1801);
        principals.countedTurn(ALICE, "GET /d").close();
    }

    @Test
    void aTurnThatIsRefusedTakesNoPlace() throws IOException {
        answered("core", 60, 0);
        for (int i = 0; i < 200; i++) {
            assertThatThrownBy(() -> principals.countedTurn(ALICE, "GET /a")).isInstanceOf(ApplicationFailure.class);
        }
        now = START.plus(Duration.ofHours(1));
        principals.countedTurn(ALICE, "GET /a").close();
    }
}
