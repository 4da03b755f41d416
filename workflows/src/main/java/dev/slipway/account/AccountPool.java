package dev.slipway.account;

import dev.slipway.account.CarriedPool.Held;
import dev.slipway.account.CarriedPool.Waiting;
import dev.slipway.pool.PoolAnswer;
import dev.slipway.pool.PoolDecisions;
import dev.slipway.pool.PoolEvents;
import dev.slipway.run.HostId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The pool's state and its decisions, without Temporal: the same calls in the same order give the same answers. The
 * least used of the healthy accounts that can write to the owner is granted; a lease that is not renewed is reclaimed.
 */
final class AccountPool implements PoolDecisions {
    /** Holders renew at half of it. */
    static final Duration LEASE = Duration.ofMinutes(30);

    private final Duration writeSpacing;
    private final Map<String, PooledAccount> accounts = new TreeMap<>();
    private final GitHubUsers users;
    private final WorkerHosts hosts;
    private final Map<String, Held> leases = new LinkedHashMap<>();
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();
    private final List<PoolAnswer> answers = new ArrayList<>();
    private final PoolEvents events;
    private final AccountChanges changes;
    private Rotation rotation = Rotation.SPREAD;
    private long nextFence;
    private long nextTicket;

    AccountPool(Duration writeSpacing, @Nullable CarriedPool carried, Instant now) {
        this.writeSpacing = writeSpacing;
        CarriedPool before = carried == null ? CarriedPool.atStart(now) : carried;
        nextFence = before.nextFence();
        nextTicket = before.nextTicket();
        users = new GitHubUsers(before.users());
        before.accounts()
                .forEach(account -> accounts.put(
                        account.announced().account().value(),
                        PooledAccount.of(account, users.behind(account.announced()))));
        hosts = new WorkerHosts(before.workers());
        before.leases().forEach(held -> {
            leases.put(held.requester(), held);
            account(held.lease().account()).ifPresent(PooledAccount::restored);
        });
        before.waiting().forEach(one -> waiting.put(one.request().requester(), one));
        events = new PoolEvents(before.events());
        changes = new AccountChanges(accounts.values(), now);
    }

    CarriedPool carry() {
        return new CarriedPool(
                nextFence,
                nextTicket,
                accounts.values().stream().map(PooledAccount::carry).toList(),
                users.carry(),
                hosts.admitted(),
                List.copyOf(leases.values()),
                List.copyOf(waiting.values()),
                events.carry());
    }

    /** A worker says what it has. With a host that is forgotten or refused go the accounts that only it had. */
    void announce(WorkerAnnouncement announcement, Instant now) {
        if (!hosts.announce(announcement, now)) {
            tidy(now);
            return;
        }
        for (AnnouncedAccount found : announcement.accounts()) {
            PooledAccount known = accounts.computeIfAbsent(
                    found.account().value(), name -> new PooledAccount(found, users.behind(found)));
            AnnouncedAccount whole = found.orAsBefore(known.announced());
            known.announced(whole, users.behind(whole), now);
        }
        tidy(now);
    }

    /** A worker has stopped; accounts that no other has can't be granted any more. */
    void gone(HostId host, Instant now) {
        hosts.gone(host);
        tidy(now);
    }

    /** Forgets accounts that no worker has, but neither a person's block nor, with the last worker, what was counted. */
    void tidy(Instant now) {
        if (hosts.admitted().isEmpty()) {
            return;
        }
        accounts.values()
                .removeIf(account -> account.leases() == 0
                        && !account.isHeldByAPerson(now)
                        && hosts.admitted().stream()
                                .flatMap(worker -> worker.announcement().accounts().stream())
                                .noneMatch(one -> one.account().equals(account.name())));
    }

    /** A workflow asks for an account. The newest request of a requester replaces its older ones, and its lease. */
    void request(LeaseRequest request) {
        Held held = leases.get(request.requester());
        if (held != null && held.request() == request.request()) {
            answers.add(held.answer());
            return;
        }
        if (held != null && held.request() > request.request()) {
            return; // overtaken by a newer one
        }
        if (held != null) {
            drop(held);
        }
        Waiting before = waiting.get(request.requester());
        long ticket = before == null ? nextTicket++ : before.ticket();
        // A repeated request is told again: its requester may have missed it.
        waiting.put(request.requester(), new Waiting(request, ticket, null, before == null ? null : before.since()));
    }

    /** A holder asks for write slots and renews its lease. */
    void requestSlots(WriteSlotsRequest request, Instant now) {
        Held held = leases.get(request.requester());
        boolean holds = held != null
                && held.lease().fence() == request.lease().fence()
                && held.lease().expiresAt().isAfter(now);
        Optional<PooledAccount> account = account(request.lease().account());
        if (!holds || account.isEmpty()) {
            refuseSlots(request, "the lease of " + request.lease().account() + " is over", null);
            return;
        }
        if (held.slotsRequest() != request.request()) {
            if (request.writes() > 0 && !account.get().isHealthy(now)) {
                refuseSlots(
                        request,
                        request.lease().account() + " is blocked",
                        account.get().returnsAt(now));
                return;
            }
            WriteSlots slots = account.get().user().slots(request.writes(), writeSpacing, now);
            held = held.renewed(request.request(), slots, now.plus(LEASE));
            leases.put(held.requester(), held);
        }
        answers.add(new PoolAnswer(
                held.requester(),
                AccountSignals.WRITE_SLOTS_GRANTED,
                new WriteSlotsGranted(request.request(), held.lease(), held.slots())));
    }

    private void refuseSlots(WriteSlotsRequest request, String reason, @Nullable Instant until) {
        answers.add(new PoolAnswer(
                request.requester(), AccountSignals.LEASE_WAITING, new LeaseWaiting(request.request(), reason, until)));
    }

    void release(LeaseReleased released) {
        Held held = leases.get(released.requester());
        if (held != null && held.lease().fence() == released.fence()) {
            drop(held);
            account(released.account()).ifPresent(account -> account.user().worked(held.grantedAt()));
        }
    }

    /** GitHub refused an account; a limit is its user's, and so that of all accounts of this user. */
    void trouble(AccountTrouble trouble, Instant now) {
        account(trouble.account()).ifPresent(account -> {
            if (trouble.reason() == BlockReason.RATE_LIMITED) {
                account.user().limited(trouble.until(), trouble.said(), trouble.response(), now);
            } else {
                account.block(trouble.reason(), trouble.said(), trouble.response(), now);
            }
        });
    }

    /** GitHub said what is left of a user's limits. */
    void heard(AllowanceReport report, Instant now) {
        users.named(report.login()).heard(report, now);
    }

    /** From now on accounts are taken in that order. */
    void rotate(Rotation newRotation) {
        rotation = newRotation;
    }

    @Override
    public void requesterGone(String requester) {
        waiting.remove(requester);
        Optional.ofNullable(leases.get(requester)).ifPresent(this::drop);
    }

    private void drop(Held held) {
        leases.remove(held.requester());
        account(held.lease().account()).ifPresent(PooledAccount::released);
    }

    @Override
    public List<PoolAnswer> decide(Instant now) {
        users.mendTimes(events, now);
        reclaim(now);
        changes.tell(accounts.values(), events, now);
        waiting.replaceAll((requester, one) -> one.from(now));
        List<Waiting> inOrder = new ArrayList<>(waiting.values());
        inOrder.sort(Comparator.comparing(Waiting::turn).thenComparingLong(Waiting::ticket));
        // Grants only take away: what one request could not get now, no later one of the same kind can.
        Map<Wanted, LeaseWaiting> inVain = new HashMap<>();
        for (Waiting one : inOrder) {
            Wanted wanted = Wanted.of(one.request());
            LeaseWaiting why = inVain.get(wanted);
            Optional<PooledAccount> account =
                    why == null ? AccountChoice.of(one.request(), accounts.values(), rotation, now) : Optional.empty();
            if (account.isPresent()) {
                grant(one, account.get(), now);
            } else {
                tell(one, inVain.computeIfAbsent(wanted, kind -> WhyWaiting.of(one.request(), accounts.values(), now)));
            }
        }
        List<PoolAnswer> decided = List.copyOf(answers);
        answers.clear();
        return decided;
    }

    private void reclaim(Instant now) {
        leases.replaceAll((requester, held) -> held.notBeyond(now.plus(LEASE)));
        leases.values().stream()
                .filter(held -> !held.lease().expiresAt().isAfter(now))
                .toList()
                .forEach(this::drop);
    }

    private void grant(Waiting one, PooledAccount account, Instant now) {
        LeaseRequest request = one.request();
        waiting.remove(request.requester());
        account.leased();
        String owner = request.owner() == null ? account.owner() : request.owner();
        AccountLease lease = new AccountLease(account.name(), account.login(), owner, nextFence++, now.plus(LEASE));
        WriteSlots writes = account.user().slots(request.writes(), writeSpacing, now);
        Held held = new Held(request.requester(), request.request(), lease, now, writes, 0, WriteSlots.NONE);
        leases.put(held.requester(), held);
        answers.add(held.answer());
    }

    private void tell(Waiting one, LeaseWaiting reason) {
        LeaseWaiting why = new LeaseWaiting(one.request().request(), reason.reason(), reason.until());
        if (!why.equals(one.told())) {
            waiting.put(one.request().requester(), new Waiting(one.request(), one.ticket(), why, one.since()));
            answers.add(new PoolAnswer(one.request().requester(), AccountSignals.LEASE_WAITING, why));
        }
    }

    @Override
    public boolean owes() {
        return !answers.isEmpty();
    }

    @Override
    public Optional<Instant> nextChange(Instant now) {
        Instant next = earliestReturn(now);
        for (Held held : leases.values()) {
            next = earlier(next, held.lease().expiresAt());
        }
        return Optional.ofNullable(next);
    }

    private @Nullable Instant earliestReturn(Instant now) {
        return accounts.values().stream().map(account -> account.returnsAt(now)).reduce(null, AccountPool::earlier);
    }

    private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
        return a == null || (b != null && b.isBefore(a)) ? b : a;
    }

    @Override
    public PoolEvents events() {
        return events;
    }

    @Override
    public String details(Instant now) {
        return PoolDetails.of(state(now));
    }

    AccountPoolState state(Instant now) {
        return new AccountPoolState(
                accounts.values().stream().map(account -> account.state(now)).toList(),
                hosts.admitted(),
                waiting.size(),
                earliestReturn(now),
                hosts.refused(),
                rotation);
    }

    Optional<PooledAccount> account(AccountName name) {
        return Optional.ofNullable(accounts.get(name.value()));
    }
}
