package dev.slipway.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.run.AgentName;
import dev.slipway.run.HostId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people block and unblock, beside what workers and GitHub say. */
class AccountSteerageTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final String LIMIT = "You have exceeded a secondary rate limit.";

    private Instant now = START;
    private AccountPool pool = new AccountPool(Duration.ofSeconds(1), null, START);

    @BeforeEach
    void begin() {
        announce("alice", "bob");
    }

    private void announce(String... accounts) {
        pool.announce(
                new WorkerAnnouncement(
                        HostId.of("host-1"),
                        "host-1",
                        "test",
                        4,
                        Stream.of(accounts)
                                .map(name -> new AnnouncedAccount(
                                        AccountName.of(name), name, "acme", List.of("acme"), 0, null, null))
                                .toList(),
                        List.of(AgentName.of("scripted")),
                        null,
                        List.of(),
                        true,
                        true,
                        null,
                        null),
                now);
    }

    private void block(String account, @Nullable Instant until) {
        assertThat(new AccountSteerage(pool)
                        .block(new BlockAccount(AccountName.of(account), "ann", "holiday", until), now)
                        .changed())
                .isTrue();
    }

    private Unblocked unblock(String account) {
        return new AccountSteerage(pool).unblock(new UnblockAccount(AccountName.of(account), "ann"), now);
    }

    private void limited(String account, @Nullable Instant until, String said, @Nullable String response) {
        pool.trouble(new AccountTrouble(AccountName.of(account), BlockReason.RATE_LIMITED, until, said, response), now);
    }

    private AccountState state(String account) {
        return pool.state(now).accounts().stream()
                .filter(one -> one.account().value().equals(account))
                .findFirst()
                .orElseThrow();
    }

    private List<String> names() {
        return pool.state(now).accounts().stream()
                .map(one -> one.account().value())
                .toList();
    }

    @Test
    void aPersonsBlockOutlastsAWorkerThatComesBackWithoutTheAccount() {
        block("bob", null);
        pool.gone(HostId.of("host-1"), now);
        announce("alice"); // GitHub answered 503 when it was asked about the other
        pool = new AccountPool(Duration.ofSeconds(1), pool.carry(), now);
        announce("alice", "bob");

        assertThat(state("bob").blocked()).isEqualTo(BlockReason.MANUAL);
        assertThat(state("bob").problem()).isEqualTo("holiday");
    }

    @Test
    void whatNoWorkerHasIsForgottenWithItsBlock() {
        block("alice", null);
        block("bob", now.plus(Duration.ofHours(1)));
        announce();
        assertThat(names()).containsExactly("alice", "bob");

        assertThat(unblock("alice").changed()).isTrue();
        assertThat(names()).containsExactly("bob");
        now = now.plus(Duration.ofHours(1));
        announce();
        assertThat(names()).isEmpty();
    }

    @Test
    void liftingAPersonsBlockLeavesGitHubsLimitAsItIs() {
        Instant until = now.plus(Duration.ofMinutes(10));
        limited("bob", until, LIMIT, "403 to POST /orgs/acme/repos");
        block("bob", null);

        assertThat(unblock("bob").text())
                .isEqualTo("is no longer blocked (it was manual); GitHub limits its user until " + until
                        + " all the same");
        assertThat(state("bob").blocked()).isEqualTo(BlockReason.RATE_LIMITED);
        assertThat(state("bob").blockedUntil()).isEqualTo(until);
        assertThat(state("bob").problem()).isEqualTo(LIMIT);
    }

    @Test
    void aLimitThatAPersonLiftsEndsWhenAllWorkersKnow() {
        Instant until = now.plus(Duration.ofMinutes(10));
        limited("bob", until, LIMIT, "403 to POST /orgs/acme/repos");
        now = now.plus(Duration.ofMinutes(1));

        assertThat(unblock("bob").text())
                .isEqualTo("is no longer blocked (it was rate limited); work goes on when all workers know, in 15 s");
        now = now.plusSeconds(9);
        limited("bob", until, "GET /user was not sent", null);
        pool = new AccountPool(Duration.ofSeconds(1), pool.carry(), now);
        limited("bob", until, "GET /user was not sent", null);
        assertThat(state("bob").blockedUntil())
                .as("a worker that has not heard yet tells nothing new")
                .isEqualTo(now.plusSeconds(6));
        now = now.plusSeconds(6);
        assertThat(state("bob").blocked()).isNull();
        assertThat(unblock("bob").changed()).isFalse();
    }

    @Test
    void gitHubsOwnAnswerCountsAlsoRightAfterALimitWasLifted() {
        limited("bob", now.plus(Duration.ofMinutes(10)), LIMIT, "403 to POST /orgs/acme/repos");
        unblock("bob");
        Instant again = now.plus(Duration.ofMinutes(3));
        limited("bob", again, LIMIT, "403 to GET /user");

        assertThat(state("bob").blockedUntil()).isEqualTo(again);
        assertThat(state("bob").blockedBy()).isEqualTo("403 to GET /user");
    }

    @Test
    void whoWasNotLetAskAddsNothingToWhatGitHubSaid() {
        limited("bob", now.plusSeconds(300), LIMIT, "403 to POST /orgs/acme/repos");
        limited("bob", now.plusSeconds(301), "Opening a pull request: GET /repos/acme/a was not sent", null);

        assertThat(state("bob").problem()).isEqualTo(LIMIT);
        assertThat(state("bob").blockedBy()).isEqualTo("403 to POST /orgs/acme/repos");
        assertThat(state("bob").blockedUntil()).isEqualTo(now.plusSeconds(301));
    }

    @Test
    void theFirstAnswerThatRefusedAnAccountIsTheOneThatIsNamed() {
        AccountName bob = AccountName.of("bob");
        pool.trouble(new AccountTrouble(bob, BlockReason.FORBIDDEN, null, "needs contents", "403 to PUT /a"), now);
        pool.trouble(new AccountTrouble(bob, BlockReason.FORBIDDEN, null, "the same later", "403 to PUT /b"), now);

        assertThat(state("bob").blockedBy()).isEqualTo("403 to PUT /a");
        assertThat(state("bob").problem()).isEqualTo("needs contents");
    }
}
