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
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AccountPoolTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final Duration SPACING = Duration.ofSeconds(1);

    private Instant now = START;
    private AccountPool pool = new AccountPool(SPACING, null, START);

    private static AnnouncedAccount account(String name, String login, String... owners) {
        return limited(name, login, 0, owners);
    }

    private static AnnouncedAccount limited(String name, String login, int maxProjects, String... owners) {
        return new AnnouncedAccount(AccountName.of(name), login, owners[0], List.of(owners), maxProjects, null, null);
    }

    private void announce(AnnouncedAccount... accounts) {
        announceAs("host-1", accounts);
    }

    private void announceAs(String host, AnnouncedAccount... accounts) {
        pool.announce(
                new WorkerAnnouncement(
                        HostId.of(host),
                        host,
                        "test",
                        4,
                        List.of(accounts),
                        List.of(AgentName.of("scripted")),
                        null,
                        List.of(ToolchainName.of("solc")),
                        true,
                        true,
                        null,
                        null),
                now);
    }

    private static LeaseRequest request(String requester, @Nullable String owner) {
        return new LeaseRequest(requester, 1, owner, null, List.of(), Priority.MEDIUM, 1);
    }

    private AccountLease lease(LeaseRequest request) {
        pool.request(request);
        return pool.decide(now).stream()
                .filter(answer -> answer.requester().equals(request.requester()))
                .map(PoolAnswer::message)
                .filter(LeaseGranted.class::isInstance)
                .map(answer -> ((LeaseGranted) answer).lease())
                .findFirst()
                .orElseThrow(() -> new AssertionError("not granted"));
    }

    private LeaseWaiting waits(LeaseRequest request) {
        pool.request(request);
        List<PoolAnswer> answers = pool.decide(now);
        assertThat(answers).singleElement().extracting(PoolAnswer::message).isInstanceOf(LeaseWaiting.class);
        return (LeaseWaiting) answers.get(0).message();
    }

    private void release(String requester, AccountLease lease) {
        pool.release(new LeaseReleased(requester, lease.account(), lease.fence()));
    }

    private void trouble(String account, BlockReason reason, @Nullable Instant until) {
        pool.trouble(new AccountTrouble(AccountName.of(account), reason, until, "said"), now);
    }

    private AccountState state(String account) {
        return pool.state(now).accounts().stream()
                .filter(one -> one.account().value().equals(account))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRequestOfLowPriorityThatWaitedForLongGoesBeforeMoreImportantOnes() {
        announce(limited("alice", "alice", 1, "acme"));
        AccountLease first = lease(request("first", null));
        waits(new LeaseRequest("low", 1, null, null, List.of(), Priority.LOW, 0));
        now = now.plus(Duration.ofMinutes(20));
        waits(new LeaseRequest("high", 1, null, null, List.of(), Priority.HIGH, 0));
        release("first", first);
        assertThat(pool.decide(now)).extracting(PoolAnswer::requester).containsExactly("high");

        now = now.plus(Duration.ofMinutes(15));
        waits(new LeaseRequest("later", 1, null, null, List.of(), Priority.HIGH, 0));
        pool = new AccountPool(SPACING, pool.carry(), now);
        pool.requesterGone("high");
        assertThat(pool.decide(now)).extracting(PoolAnswer::requester).first().isEqualTo("low");
    }

    @Test
    void grantsTheLeastUsedFirstAndPrefersOneWithFewerLeases() {
        announce(account("alice", "alice", "acme"), account("bob", "bob", "acme"));
        AccountLease first = lease(request("a", null));
        AccountLease second = lease(request("b", null));
        assertThat(first.account().value()).isEqualTo("alice");
        assertThat(second.account().value()).isEqualTo("bob");

        release("a", first);
        assertThat(lease(request("c", null)).account().value()).isEqualTo("alice");
        release("b", second);
        // bob: no lease, one use; alice: one lease, two uses
        assertThat(lease(request("d", null)).account().value()).isEqualTo("bob");
    }

    @Test
    void fencingNumbersGrowAlsoWhenThePoolIsStartedAnew() {
        announce(account("alice", "alice", "acme"));
        long first = lease(request("a", null)).fence();
        long second = lease(request("b", null)).fence();
        assertThat(second).isGreaterThan(first);

        now = now.plusSeconds(60);
        pool = new AccountPool(SPACING, null, now);
        announce(account("alice", "alice", "acme"));
        assertThat(lease(request("c", null)).fence()).isGreaterThan(second);
    }

    @Test
    void grantsOnlyAccountsThatCanWriteToTheOwner() {
        announce(account("alice", "alice", "alice"), account("bob", "bob", "bob", "Acme"));
        AccountLease lease = lease(request("a", "acme"));
        assertThat(lease.account().value()).isEqualTo("bob");
        assertThat(lease.owner()).isEqualTo("acme");
        assertThat(waits(request("b", "initech")).reason()).isEqualTo("no account can write to initech");
    }

    @Test
    void heedsThePinnedAccountAndTheExcludedOnes() {
        announce(account("alice", "alice", "acme"), account("bob", "bob", "acme"));
        LeaseRequest pinned = new LeaseRequest("a", 1, null, AccountName.of("bob"), List.of(), Priority.MEDIUM, 0);
        assertThat(lease(pinned).account().value()).isEqualTo("bob");
        LeaseRequest excluding =
                new LeaseRequest("b", 1, null, null, List.of(AccountName.of("alice")), Priority.MEDIUM, 0);
        assertThat(lease(excluding).account().value()).isEqualTo("bob");
        LeaseRequest none = new LeaseRequest(
                "c", 1, "acme", null, List.of(AccountName.of("alice"), AccountName.of("bob")), Priority.LOW, 0);
        assertThat(waits(none).reason()).startsWith("GitHub refused alice, bob that can write to acme");
    }

    @Test
    void servesUrgentRequestsFirstAndOthersInTheOrderInWhichTheyCame() {
        announce(limited("alice", "alice", 1, "acme"));
        AccountLease held = lease(request("holder", null));
        waits(request("first", null));
        waits(request("second", null));
        waits(new LeaseRequest("urgent", 1, null, null, List.of(), Priority.URGENT, 0));

        List<String> served = new ArrayList<>();
        String holder = "holder";
        for (int i = 0; i < 3; i++) {
            release(holder, held);
            PoolAnswer answer = pool.decide(now).stream()
                    .filter(one -> one.message() instanceof LeaseGranted)
                    .findFirst()
                    .orElseThrow();
            holder = answer.requester();
            held = ((LeaseGranted) answer.message()).lease();
            served.add(holder);
        }
        assertThat(served).containsExactly("urgent", "first", "second");
    }

    @Test
    void answersARepeatedRequestWithTheSameLeaseAndReplacesAnOlderOne() {
        announce(limited("alice", "alice", 1, "acme"));
        AccountLease lease = lease(request("a", null));
        assertThat(lease(request("a", null))).isEqualTo(lease);
        assertThat(state("alice").uses()).isEqualTo(1);

        LeaseRequest newer = new LeaseRequest("a", 2, null, null, List.of(), Priority.MEDIUM, 0);
        assertThat(lease(newer).fence()).isGreaterThan(lease.fence());
        assertThat(state("alice").leases()).isEqualTo(1);
    }

    @Test
    void reclaimsALeaseThatWasNotRenewed() {
        announce(limited("alice", "alice", 1, "acme"));
        AccountLease lost = lease(request("gone", null));
        waits(request("next", null));
        assertThat(pool.nextChange(now)).contains(lost.expiresAt());

        now = lost.expiresAt();
        assertThat(pool.decide(now))
                .extracting(PoolAnswer::requester, PoolAnswer::signal)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("next", AccountSignals.ACCOUNT_LEASED));
    }

    @Test
    void renewsALeaseWhenItsHolderAsksForSlots() {
        announce(account("alice", "alice", "acme"));
        AccountLease lease = lease(request("a", null));
        now = now.plus(Duration.ofMinutes(20));
        pool.requestSlots(new WriteSlotsRequest("a", 2, lease, 0), now);
        WriteSlotsGranted granted = (WriteSlotsGranted) pool.decide(now).get(0).message();
        assertThat(granted.lease().expiresAt()).isEqualTo(now.plus(AccountPool.LEASE));
        assertThat(granted.lease().fence()).isEqualTo(lease.fence());

        now = lease.expiresAt().plusSeconds(1);
        assertThat(pool.decide(now)).isEmpty();
        assertThat(state("alice").leases()).isEqualTo(1);
    }

    @Test
    void tellsAHolderWhoseLeaseIsOverToAskAnew() {
        announce(account("alice", "alice", "acme"));
        AccountLease lease = lease(request("a", null));
        now = lease.expiresAt().plusSeconds(1);
        pool.decide(now);
        pool.requestSlots(new WriteSlotsRequest("a", 2, lease, 1), now);
        assertThat(pool.decide(now))
                .singleElement()
                .satisfies(answer -> assertThat(answer.message())
                        .isEqualTo(new LeaseWaiting(2, "the lease of alice is over", null)));
    }

    @Test
    void spacesTheWritesOfOneUserOverAllItsAccounts() {
        announce(account("work", "alice", "acme"), account("home", "alice", "acme"), account("bob", "bob", "acme"));
        Map<String, List<Instant>> slots = new HashMap<>();
        for (int i = 0; i < 30; i++) {
            pool.request(new LeaseRequest("r" + i, 1, null, null, List.of(), Priority.MEDIUM, 2));
        }
        for (PoolAnswer answer : pool.decide(now)) {
            LeaseGranted granted = (LeaseGranted) answer.message();
            slots.computeIfAbsent(granted.lease().login(), login -> new ArrayList<>())
                    .addAll(granted.writes().notBefore());
        }
        assertThat(slots).containsOnlyKeys("alice", "bob");
        slots.values().forEach(times -> {
            times.sort(Comparator.naturalOrder());
            assertThat(times.get(0)).isAfter(now);
            for (int i = 1; i < times.size(); i++) {
                assertThat(Duration.between(times.get(i - 1), times.get(i))).isGreaterThanOrEqualTo(SPACING);
            }
        });
    }

    @Test
    void whoMissedItsSlotGetsAnotherApartFromAllOthers() {
        announce(account("alice", "alice", "acme"));
        pool.request(new LeaseRequest("a", 1, null, null, List.of(), Priority.MEDIUM, 2));
        LeaseGranted granted = (LeaseGranted) pool.decide(now).get(0).message();
        Instant last = granted.writes().notBefore().get(1);
        GitHubUser alice = pool.account(AccountName.of("alice")).orElseThrow().user();
        Instant turn = now.plus(alice.turn(SPACING, now).in());
        assertThat(Duration.between(last, turn)).isGreaterThan(SPACING.plus(WriteSlots.LATE));
        assertThat(state("alice").writes())
                .as("it is instead of one that was counted")
                .isEqualTo(2);
        while (alice.turn(SPACING, now).reserved()) {
            assertThat(alice.turn(SPACING, now).in()).isLessThan(Duration.ofSeconds(12));
        }
        assertThat(alice.turn(SPACING, now))
                .as("what is far away is not reserved")
                .isEqualTo(alice.turn(SPACING, now));

        trouble("alice", BlockReason.RATE_LIMITED, now.plusSeconds(600));
        assertThat(alice.turn(SPACING, now).limitedUntil()).isEqualTo(now.plusSeconds(600));
    }

    @Test
    void answersARepeatedRequestForSlotsWithTheSameSlots() {
        announce(account("alice", "alice", "acme"));
        AccountLease lease = lease(request("a", null));
        pool.requestSlots(new WriteSlotsRequest("a", 2, lease, 1), now);
        Object first = pool.decide(now).get(0).message();
        pool.requestSlots(new WriteSlotsRequest("a", 2, lease, 1), now);
        assertThat(pool.decide(now).get(0).message()).isEqualTo(first);
    }

    @Test
    void aLimitBlocksAllAccountsOfTheUserUntilTheTimeThatGitHubNamed() {
        announce(account("work", "alice", "acme"), account("home", "alice", "acme"));
        Instant until = now.plus(Duration.ofMinutes(10));
        trouble("work", BlockReason.RATE_LIMITED, until);
        LeaseWaiting waiting = waits(request("a", null));
        assertThat(waiting.until()).isEqualTo(until);
        assertThat(state("home").blocked()).isEqualTo(BlockReason.RATE_LIMITED);
        assertThat(pool.nextChange(now)).contains(until);

        now = until;
        assertThat(pool.decide(now))
                .singleElement()
                .satisfies(answer -> assertThat(answer.message()).isInstanceOf(LeaseGranted.class));
    }

    @Test
    void allBlockedMeansEverybodyWaitsForTheEarliestReturnAndIsToldOnce() {
        announce(account("alice", "alice", "acme"), account("bob", "bob", "acme"));
        trouble("alice", BlockReason.RATE_LIMITED, now.plusSeconds(600));
        trouble("bob", BlockReason.RATE_LIMITED, now.plusSeconds(300));
        assertThat(waits(request("a", null)).until()).isEqualTo(now.plusSeconds(300));
        assertThat(pool.decide(now)).isEmpty();

        // An earlier end of bob's limit is no news that GitHub gives; a later one is told again.
        trouble("bob", BlockReason.RATE_LIMITED, now.plusSeconds(900));
        assertThat(pool.decide(now))
                .singleElement()
                .satisfies(answer ->
                        assertThat(((LeaseWaiting) answer.message()).until()).isEqualTo(now.plusSeconds(600)));
    }

    @Test
    void aSecondaryLimitWithoutATimeLastsAMinuteAndDoublesWhenItComesAgain() {
        announce(account("alice", "alice", "acme"));
        Duration expected = Duration.ofMinutes(1);
        for (int i = 0; i < 8; i++) {
            trouble("alice", BlockReason.RATE_LIMITED, null);
            trouble("alice", BlockReason.RATE_LIMITED, null); // another one in flight
            Instant until = state("alice").blockedUntil();
            assertThat(Duration.between(now, until)).isEqualTo(expected);
            now = until;
            expected = expected.multipliedBy(2);
            expected = expected.compareTo(Duration.ofHours(1)) > 0 ? Duration.ofHours(1) : expected;
        }
        // Something worked after the limit: the next one is the first again.
        AccountLease lease = lease(request("a", null));
        release("a", lease);
        trouble("alice", BlockReason.RATE_LIMITED, null);
        assertThat(Duration.between(now, state("alice").blockedUntil())).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void revokedAccountsReturnWhenAWorkerFindsThemWorking() {
        announce(account("alice", "alice", "acme"));
        trouble("alice", BlockReason.UNAUTHORIZED, null);
        LeaseWaiting waiting = waits(request("a", null));
        assertThat(waiting.until()).isNull();
        assertThat(waiting.reason()).startsWith("blocked: alice");

        announce(account("alice", "alice", "acme"));
        assertThat(pool.decide(now))
                .singleElement()
                .satisfies(answer -> assertThat(answer.message()).isInstanceOf(LeaseGranted.class));
    }

    @Test
    void aRateLimitIsNotLiftedByAnAnnouncement() {
        announce(account("alice", "alice", "acme"));
        trouble("alice", BlockReason.RATE_LIMITED, now.plusSeconds(600));
        announce(account("alice", "alice", "acme"));
        assertThat(waits(request("a", null)).until()).isEqualTo(now.plusSeconds(600));
    }

    @Test
    void forgetsAccountsThatNoWorkerHasAnyMore() {
        announceAs("host-1", account("alice", "alice", "acme"));
        announceAs("host-2", account("bob", "bob", "acme"));
        pool.gone(HostId.of("host-1"), now);
        assertThat(pool.state(now).accounts())
                .extracting(one -> one.account().value())
                .containsExactly("bob");
        assertThat(pool.state(now).workers()).hasSize(1);
    }

    @Test
    void dropsWhatARequesterThatIsGoneHeldOrWaitedFor() {
        announce(limited("alice", "alice", 1, "acme"));
        lease(request("a", null));
        waits(request("b", null));
        pool.requesterGone("a");
        assertThat(pool.decide(now)).extracting(PoolAnswer::requester).containsExactly("b");
        pool.requesterGone("b");
        assertThat(state("alice").leases()).isZero();
        assertThat(pool.state(now).waiting()).isZero();
    }

    @Test
    void losesNothingWhenItContinuesAsNew() {
        announce(limited("alice", "alice", 1, "acme"), account("bob", "bob", "initech"));
        AccountLease lease = lease(request("a", "acme"));
        waits(request("b", "acme"));
        trouble("bob", BlockReason.RATE_LIMITED, now.plusSeconds(600));
        AccountPoolState before = pool.state(now);

        pool = new AccountPool(SPACING, pool.carry(), now);
        assertThat(pool.state(now)).isEqualTo(before);
        assertThat(pool.decide(now)).isEmpty();
        release("a", lease);
        assertThat(pool.decide(now)).extracting(PoolAnswer::requester).containsExactly("b");
        assertThat(state("alice").uses()).isEqualTo(2);
    }

    @Test
    void fiftyAccountsServeFiveHundredRequests() {
        AnnouncedAccount[] accounts = new AnnouncedAccount[50];
        for (int i = 0; i < accounts.length; i++) {
            accounts[i] = limited("account-" + i, "user-" + i, 2, "acme");
        }
        announce(accounts);
        for (int i = 0; i < 500; i++) {
            pool.request(request("r" + i, "acme"));
        }
        Set<String> served = new HashSet<>();
        Map<String, AccountLease> held = new HashMap<>();
        while (served.size() < 500) {
            for (PoolAnswer answer : pool.decide(now)) {
                if (answer.message() instanceof LeaseGranted granted) {
                    assertThat(served.add(answer.requester())).isTrue();
                    held.put(answer.requester(), granted.lease());
                }
            }
            assertThat(held).hasSizeLessThanOrEqualTo(100);
            assertThat(held).isNotEmpty();
            held.forEach(this::release);
            held.clear();
        }
        assertThat(pool.state(now).accounts()).allMatch(account -> account.uses() == 10 && account.leases() == 0);
    }

    private void announceWithStore(String host, boolean local, @Nullable String store) {
        pool.announce(
                new WorkerAnnouncement(
                        HostId.of(host),
                        "machine-of-" + host,
                        "test",
                        4,
                        List.of(account("of-" + host, host, "acme")),
                        List.of(),
                        null,
                        List.of(),
                        true,
                        local,
                        store,
                        null),
                now);
    }

    private List<String> hosts() {
        return pool.state(now).workers().stream()
                .map(worker -> worker.announcement().host().value())
                .toList();
    }

    @Test
    void aSecondHostWithAStoreOfItsOwnIsRefusedWithTheReasonAndGrantsNothing() {
        announceWithStore("one", true, "folder a");
        announceWithStore("two", true, "folder b");

        assertThat(hosts()).containsExactly("one");
        assertThat(pool.state(now).accounts())
                .extracting(account -> account.account().value())
                .containsExactly("of-one");
        assertThat(pool.state(now).refused()).singleElement().satisfies(refused -> {
            assertThat(refused.host()).isEqualTo(HostId.of("two"));
            assertThat(refused.reason()).contains("machine-of-one", "own disk", "stores.artifacts", "s3://");
        });
    }

    @Test
    void hostsThatShareOneStoreAreAdmitted() {
        announceWithStore("one", true, "folder a");
        announceWithStore("two", true, "folder a");
        announceWithStore("without-workspaces", false, null);

        assertThat(hosts()).containsExactly("one", "two", "without-workspaces");
        assertThat(pool.state(now).refused()).isEmpty();
    }

    @Test
    void aHostWithAStoreForAllDoesNotJoinOneThatKeepsToItself() {
        announceWithStore("one", true, "folder a");
        announceWithStore("two", false, "s3://bucket/slipway");

        assertThat(pool.state(now).refused())
                .singleElement()
                .satisfies(refused ->
                        assertThat(refused.reason()).contains("go to s3://bucket/slipway here", "own disk there"));
    }

    @Test
    void aRefusedHostIsAdmittedOnceTheOtherHasGone() {
        announceWithStore("one", true, "folder a");
        announceWithStore("two", true, "folder b");
        pool.gone(HostId.of("one"), now);

        announceWithStore("two", true, "folder b");

        assertThat(hosts()).containsExactly("two");
        assertThat(pool.state(now).refused()).isEmpty();
    }

    @Test
    void aHostThatIsSilentForLongKeepsNobodyOutAndIsRefusedWhenItComesBack() {
        announceWithStore("one", true, "folder a");
        now = START.plus(Duration.ofMinutes(13));
        announceWithStore("two", true, "folder b");
        announceWithStore("one", true, "folder a");

        assertThat(hosts()).containsExactly("two");
        assertThat(pool.state(now).refused())
                .singleElement()
                .satisfies(refused -> assertThat(refused.host()).isEqualTo(HostId.of("one")));
    }

    @Test
    void whoWasAdmittedStaysSoWhenThePoolContinuesAsNew() {
        announceWithStore("one", true, "folder a");
        pool = new AccountPool(SPACING, pool.carry(), now);
        announceWithStore("two", true, "folder b");

        assertThat(hosts()).containsExactly("one");
    }
}
