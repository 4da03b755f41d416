package dev.slipway.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.pool.PoolAnswer;
import dev.slipway.run.AgentName;
import dev.slipway.run.HostId;
import dev.slipway.run.Priority;
import dev.slipway.run.ToolchainName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is left of a user's limits, and who may not be used. */
class AccountLimitsTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private Instant now = START;
    private AccountPool pool = new AccountPool(Duration.ofSeconds(1), null, START);
    private int requests;

    @BeforeEach
    void announce() {
        pool.announce(announcement(account("alice", "alice"), account("alice-2", "alice"), account("bob", "bob")), now);
    }

    private static WorkerAnnouncement announcement(AnnouncedAccount... accounts) {
        return new WorkerAnnouncement(
                HostId.of("host-1"),
                "host-1",
                "test",
                4,
                List.of(accounts),
                List.of(AgentName.of("scripted")),
                null,
                List.of(ToolchainName.of("solc")),
                true,
                true,
                null,
                null);
    }

    private static AnnouncedAccount account(String name, String login) {
        return new AnnouncedAccount(AccountName.of(name), login, "acme", List.of("acme"), 0, null, null);
    }

    private Optional<AccountLease> ask(String requester, int writes, @Nullable String prefer) {
        pool.request(new LeaseRequest(
                requester,
                ++requests,
                "acme",
                null,
                List.of(),
                Priority.MEDIUM,
                writes,
                prefer == null ? null : AccountName.of(prefer)));
        return pool.decide(now).stream()
                .filter(answer -> answer.requester().equals(requester))
                .map(PoolAnswer::message)
                .filter(LeaseGranted.class::isInstance)
                .map(answer -> ((LeaseGranted) answer).lease())
                .findFirst();
    }

    private String granted(String requester) {
        return ask(requester, 0, null).orElseThrow().account().value();
    }

    private void heard(String login, int remaining) {
        pool.heard(new AllowanceReport(login, "core", 5000, remaining, now.plus(Duration.ofMinutes(40))), now);
    }

    private void restart() {
        pool = new AccountPool(Duration.ofSeconds(1), pool.carry(), now);
    }

    @Test
    void accountsOfOneUserCountTogether() {
        assertThat(granted("a")).isEqualTo("alice");
        assertThat(granted("b")).isEqualTo("bob");
        assertThat(granted("c")).isEqualTo("alice-2");
        assertThat(granted("d")).isEqualTo("bob");
    }

    @Test
    void takesWhoHasTheMostHeadroomAndDrainsTheFirstWhereThatIsWanted() {
        heard("alice", 1000);
        heard("bob", 4000);
        assertThat(granted("a")).isEqualTo("bob");
        assertThat(granted("b")).isEqualTo("bob");
        pool.rotate(Rotation.DRAIN);
        assertThat(granted("c")).isEqualTo("alice");
        heard("alice", 90);
        assertThat(granted("d")).isEqualTo("bob");
    }

    @Test
    void whoWasNotHeardOfYetGetsNoMoreThanWhoHasItsWholeAllowance() {
        heard("alice", 5000);
        Map<String, Integer> users = new HashMap<>();
        for (int i = 0; i < 12; i++) {
            users.merge(granted("project-" + i).substring(0, 3), 1, Integer::sum);
        }
        assertThat(users).isEqualTo(Map.of("ali", 6, "bob", 6));
    }

    @Test
    void whoHadAnAccountGetsItAgain() {
        assertThat(ask("a", 0, "bob").orElseThrow().account().value()).isEqualTo("bob");
        heard("bob", 10);
        assertThat(ask("a", 0, "bob").orElseThrow().account().value()).isEqualTo("alice");
    }

    @Test
    void waitsForTheResetBeforeThePrimaryLimitIsMet() {
        AccountLease lease = ask("a", 0, "bob").orElseThrow();
        heard("alice", 60);
        heard("bob", 60);
        restart();
        assertThat(ask("b", 0, null)).isEmpty();
        assertThat(pool.state(now).earliestReturn()).isEqualTo(START.plus(Duration.ofMinutes(40)));
        assertThat(pool.nextChange(now)).isPresent();

        heard("bob", 20); // what runs ends too, before the last request is spent
        pool.requestSlots(new WriteSlotsRequest("a", ++requests, lease, 1), now);
        assertThat(pool.decide(now))
                .extracting(PoolAnswer::message)
                .filteredOn(LeaseWaiting.class::isInstance)
                .extracting(message -> ((LeaseWaiting) message).until())
                .contains(START.plus(Duration.ofMinutes(40)));

        now = START.plus(Duration.ofMinutes(40));
        assertThat(pool.decide(now)).extracting(PoolAnswer::requester).contains("b");
    }

    @Test
    void aResetThatIsFarAwayOrOverIsBounded() {
        pool.heard(new AllowanceReport("bob", "core", 5000, 0, now.plus(Duration.ofDays(365))), now);
        pool.heard(new AllowanceReport("alice", "core", 5000, 0, now.minus(Duration.ofDays(1))), now);
        assertThat(granted("a")).isEqualTo("alice");
        pool.trouble(
                new AccountTrouble(
                        AccountName.of("alice"), BlockReason.RATE_LIMITED, now.plus(Duration.ofDays(365)), "limit"),
                now);
        assertThat(ask("b", 0, null)).isEmpty();
        assertThat(pool.state(now).earliestReturn()).isEqualTo(now.plus(Duration.ofHours(1)));
    }

    @Test
    void limitsThatEndAtOnceGrowInsteadOfBeingMetEachSecond() {
        Duration waited = Duration.ZERO;
        for (int i = 0; i < 10; i++) {
            pool.trouble(
                    new AccountTrouble(AccountName.of("bob"), BlockReason.RATE_LIMITED, now.minusSeconds(30), "limit"),
                    now);
            Duration wait = Duration.between(now, state("bob").blockedUntil());
            assertThat(wait).isGreaterThan(waited);
            waited = wait;
            now = now.plus(wait);
        }
        assertThat(waited).isLessThanOrEqualTo(Duration.ofHours(1));
    }

    @Test
    void aClockThatWentBackKeepsNobodyOutForAsLongAsItWasAhead() {
        Instant real = now;
        now = real.plus(Duration.ofDays(200));
        assertThat(ask("a", 2, "bob")).isPresent();
        heard("alice", 0);
        pool.trouble(new AccountTrouble(AccountName.of("bob"), BlockReason.RATE_LIMITED, null, "limit"), now);
        restart();

        now = real;
        AccountLease lease = ask("b", 1, "bob").orElseThrow();
        assertThat(lease.account().value()).isEqualTo("bob");
        assertThat(lease.expiresAt()).isEqualTo(now.plus(AccountPool.LEASE));
        assertThat(state("alice").allowances()).isEmpty();
        assertThat(pool.events().recent())
                .filteredOn(event -> event.kind().equals("CLOCK"))
                .extracting(event -> event.subject())
                .containsExactlyInAnyOrder("user/alice", "user/bob");

        now = now.plus(AccountPool.LEASE);
        pool.decide(now);
        assertThat(state("bob").leases())
                .as("what was granted ahead of time is over too")
                .isZero();
    }

    @Test
    void oneThatGitHubRefusesIsStillKnownForWhoItWas() {
        pool.announce(
                announcement(new AnnouncedAccount(
                        AccountName.of("bob"), "", "", List.of(), 0, BlockReason.UNAUTHORIZED, "401", null)),
                now);
        assertThat(state("bob").login()).isEqualTo("bob");
        pool.request(new LeaseRequest("a", ++requests, "acme", AccountName.of("bob"), List.of(), Priority.MEDIUM, 1));
        assertThat(pool.decide(now))
                .extracting(PoolAnswer::message)
                .filteredOn(LeaseWaiting.class::isInstance)
                .singleElement()
                .satisfies(
                        message -> assertThat(((LeaseWaiting) message).reason()).startsWith("blocked: bob"));
    }

    @Test
    void strangersShareNoLimit() {
        pool.announce(
                announcement(
                        new AnnouncedAccount(
                                AccountName.of("new-1"),
                                "",
                                "acme",
                                List.of(),
                                0,
                                BlockReason.RATE_LIMITED,
                                "429",
                                null),
                        new AnnouncedAccount(
                                AccountName.of("new-2"), "", "acme", List.of(), 0, BlockReason.FORBIDDEN, "404", null)),
                now);
        assertThat(state("new-1").blocked()).isEqualTo(BlockReason.RATE_LIMITED);
        pool.account(AccountName.of("new-2")).orElseThrow().unblock(now);
        assertThat(state("new-2").blocked()).isNull();
        assertThat(state("new-1").blocked()).isEqualTo(BlockReason.RATE_LIMITED);
    }

    @Test
    void writesStayBelowEightyAMinuteAndFiveHundredAnHour() {
        GitHubUser user = new GitHubUser("carol");
        List<Instant> slots = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            slots.addAll(user.slots(1, Duration.ofMillis(100), now).notBefore());
            if (i % 100 == 0) {
                user = GitHubUser.of(user.carry());
            }
        }
        for (int i = 0; i < slots.size(); i++) {
            Instant at = slots.get(i);
            assertThat(within(slots, at, Duration.ofMinutes(1))).isLessThan(80);
            assertThat(within(slots, at, Duration.ofHours(1))).isLessThan(500);
        }
    }

    private static long within(List<Instant> slots, Instant last, Duration window) {
        return slots.stream()
                .filter(slot -> !slot.isAfter(last) && slot.isAfter(last.minus(window)))
                .count();
    }

    @Test
    void aUserWithoutWritesLeftGetsNoMoreProjects() {
        ask("a", 130, "bob");
        assertThat(ask("b", 1, "bob").orElseThrow().account().value()).isNotEqualTo("bob");
    }

    @Test
    void saysByWhichAnswerAnAccountIsBlockedAndKeepsItThroughARestart() {
        pool.trouble(
                new AccountTrouble(
                        AccountName.of("bob"), BlockReason.SSO_REQUIRED, null, "SAML", "403 to POST /orgs/acme/repos"),
                now);
        // The project that met it says less of it, later.
        pool.trouble(new AccountTrouble(AccountName.of("bob"), BlockReason.FORBIDDEN, null, "forbidden"), now);
        restart();
        AccountState bob = state("bob");
        assertThat(bob.blocked()).isEqualTo(BlockReason.SSO_REQUIRED);
        assertThat(bob.blockedBy()).isEqualTo("403 to POST /orgs/acme/repos");
        assertThat(bob.blockedSince()).isEqualTo(START);
        announce();
        assertThat(state("bob").blocked()).isNull();
    }

    @Test
    void whatAPersonBlockedStaysBlockedUntilThenWhateverWorkersFind() {
        Instant until = now.plus(Duration.ofHours(2));
        Blocked answer = pool.account(AccountName.of("bob"))
                .orElseThrow()
                .block(new BlockAccount(AccountName.of("bob"), "ann", "holiday", until), now);
        assertThat(answer.changed()).isTrue();
        announce();
        pool.trouble(new AccountTrouble(AccountName.of("bob"), BlockReason.UNAUTHORIZED, null, "401"), now);
        restart();
        assertThat(state("bob").blocked()).isEqualTo(BlockReason.MANUAL);
        assertThat(state("bob").blockedUntil()).isEqualTo(until);
        assertThat(state("bob").problem()).isEqualTo("holiday");
        now = until;
        assertThat(state("bob").blocked()).isNull();
        assertThat(ask("a", 0, "bob").orElseThrow().account().value()).isEqualTo("bob");
    }

    private AccountState state(String account) {
        return pool.state(now).accounts().stream()
                .filter(one -> one.account().value().equals(account))
                .findFirst()
                .orElseThrow();
    }
}
