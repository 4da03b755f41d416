package dev.slipway.seat;

import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.SeatLease;
import dev.slipway.agent.WorkCategory;
import dev.slipway.agent.WorkKind;
import dev.slipway.pool.PoolAnswer;
import dev.slipway.pool.PoolDecisions;
import dev.slipway.run.Priority;
import dev.slipway.seat.CarriedSeats.Held;
import dev.slipway.seat.FailoverRules.Cause;
import dev.slipway.seat.Meters.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The pool's state and its decisions, without Temporal: the same calls in the same order give the same answers. Seat,
 * quota and budget are granted together or not at all.
 */
final class AgentPool implements PoolDecisions {
    /** Beyond a run and the build after it: opening a workspace, scanning, pushing. */
    private static final Duration AROUND_RUNS = Duration.ofMinutes(30);

    private final RandomGenerator random;
    private final Seats seats;
    private final Caps caps;
    private final Meters meters;
    private final Estimates estimates;
    private final Settlements settlements;
    private final Events events;
    private final SeatQueue queue;
    private final Map<String, Held> leases = new TreeMap<>();
    private final Map<Long, Held> over = new TreeMap<>();
    private final List<PoolAnswer> answers = new ArrayList<>();
    private Instant rulesFrom;
    private long nextFence;

    AgentPool(@Nullable CarriedSeats carried, Instant now, RandomGenerator random) {
        CarriedSeats before = carried == null ? CarriedSeats.atStart(now) : carried;
        this.random = random;
        nextFence = before.nextFence();
        rulesFrom = before.rulesFrom();
        seats = new Seats(before.hosts(), before.seats());
        caps = new Caps(before.rules(), before.setBudgets(), before.setWindows());
        meters = new Meters(caps, before.meters(), now);
        estimates = new Estimates(before.estimates());
        settlements = new Settlements(before.settled());
        events = new Events(before.events());
        queue = new SeatQueue(before.waiting(), before.nextTicket());
        before.leases().forEach(held -> {
            leases.put(held.asked().requester(), held);
            seats.find(held.lease().seat()).ifPresent(PooledSeat::restored);
            meters.again(held.reservation(), now);
        });
        before.over().forEach(held -> {
            over.put(held.lease().fence(), held);
            meters.again(held.reservation(), now);
        });
    }

    CarriedSeats carry() {
        return new CarriedSeats(
                nextFence,
                queue.nextTicket(),
                seats.hosts(),
                caps.rules(),
                rulesFrom,
                caps.setBudgets(),
                caps.setWindows(),
                seats.all().stream().map(PooledSeat::carry).toList(),
                meters.carry(),
                estimates.carry(),
                List.copyOf(leases.values()),
                List.copyOf(over.values()),
                queue.waiting(),
                settlements.carry(),
                events.recent());
    }

    /** A worker says what it has, and what its configuration allows. */
    void announce(AgentAnnouncement announcement, Instant now) {
        seats.announce(announcement, events, now);
        if (!announcement.startedAt().isBefore(rulesFrom)) {
            rulesFrom = announcement.startedAt();
            if (!announcement.rules().equals(caps.rules())) {
                caps.announced(announcement.rules());
                rulesChanged(now);
            }
        }
    }

    void gone(String host) {
        seats.gone(host);
    }

    /** Reserves anew for what runs, on the meters that there are now. */
    void rulesChanged(Instant now) {
        leases.values().forEach(held -> meters.free(held.reservation(), now));
        over.values().forEach(held -> meters.free(held.reservation(), now));
        meters.rulesChanged(now);
        leases.values().forEach(held -> meters.again(held.reservation(), now));
        over.values().forEach(held -> meters.again(held.reservation(), now));
    }

    /** A workflow asks for a seat. The newest request of a requester replaces its older ones, and its lease. */
    void request(SeatRequest request, Instant now) {
        Held held = leases.get(request.requester());
        if (held != null && held.asked().request() == request.request()) {
            answers.add(granted(held));
            return;
        }
        if (held != null && held.asked().request() > request.request()) {
            return; // overtaken by a newer one
        }
        if (held != null) {
            drop(held, now);
        }
        // Who asks runs nothing: what was still expected of earlier leases will not come.
        over.values().stream()
                .filter(old -> old.asked().requester().equals(request.requester()))
                .toList()
                .forEach(old -> {
                    over.remove(old.lease().fence());
                    meters.free(old.reservation(), now);
                });
        queue.add(request, now);
    }

    /** Whether a run may start under a lease; changes nothing. */
    RunAnswer mayRun(RunQuestion question, Instant now) {
        SeatLease lease = question.lease();
        Held held = leases.get(lease.requester());
        if (held == null || held.lease().fence() != lease.fence()) {
            return new RunAnswer(false, false, "the lease of " + lease.seat() + " is over", null);
        }
        Purse other = purse(held.asked(), lease, question.kind().category());
        if (other.category() != held.reservation().purse().category()
                && !meters.allows(other, held.reservation().estimate(), now)) {
            return new RunAnswer(false, false, "the windows of " + other.category() + " are used up", null);
        }
        boolean canary = seats.find(lease.seat())
                .map(seat -> seat.isCanary(lease.fence()))
                .orElse(false);
        return new RunAnswer(true, canary, "", meters.mostUsd(held.reservation()));
    }

    void canaryBegun(CanaryBegun begun, Instant now) {
        seats.find(begun.lease().seat())
                .ifPresent(seat -> seat.canaryBegun(begun.lease().fence(), now));
    }

    /** A run ended: what it used is counted, and the next one's estimate set aside where there is room. */
    void settle(RunSettled settled, Instant now) {
        if (!settlements.first(settled)) {
            return;
        }
        SeatLease lease = settled.lease();
        Held held = leases.get(lease.requester());
        boolean holds = held != null && held.lease().fence() == lease.fence();
        Held mine = holds ? held : over.remove(lease.fence());
        if (mine != null) {
            meters.free(mine.reservation(), now);
        }
        count(settled, mine, now);
        boolean refused = settled.outcome().limit() || blocks(settled.outcome()) != null;
        if (holds) {
            leases.remove(lease.requester());
            seats.find(lease.seat()).ifPresent(seat -> seat.released(refused ? lease.fence() : 0));
        }
        if (refused) {
            refuse(settled, now);
        } else {
            seats.find(lease.seat())
                    .ifPresent(seat -> seat.settled(
                            lease.fence(), settled.outcome(), caps.rules().quota(), now));
            if (holds) {
                goOn(held, settled.kind(), now);
            }
        }
    }

    private void count(RunSettled settled, @Nullable Held held, Instant now) {
        SeatLease lease = settled.lease();
        Spent guess = seats.find(lease.seat()).map(PooledSeat::guess).orElse(Spent.NOTHING);
        Spent all = settled.spent();
        for (int lost = settlements.lost(settled); lost > 0; lost--) {
            all = all.plus(estimates.of(lease.seat().agent(), settled.kind(), guess));
        }
        boolean fromReserve = held != null && held.reservation().reserve();
        Priority priority = held == null ? Priority.MEDIUM : held.asked().priority();
        Purse purse =
                new Purse(lease.requester(), lease.billing(), settled.kind().category(), priority);
        meters.use(purse, all, fromReserve, now);
        if (settled.outcome().worked()) {
            estimates.learn(lease.seat().agent(), settled.kind(), settled.spent());
        }
        meters.alerts()
                .forEach((name, percent) -> events.add(now, "ALERT", name, "more than " + percent + " % is used", ""));
    }

    private static @Nullable Cause blocks(AgentOutcome outcome) {
        return outcome == AgentOutcome.AUTH_FAILED
                ? Cause.AUTH_FAILED
                : outcome == AgentOutcome.CREDIT_EXHAUSTED ? Cause.CREDIT_EXHAUSTED : null;
    }

    /** The provider said no: everybody who has the seat, or the agent that is overloaded, stops. */
    private void refuse(RunSettled settled, Instant now) {
        SeatLease lease = settled.lease();
        Cause blocked = blocks(settled.outcome());
        for (PooledSeat seat : List.copyOf(seats.all())) {
            boolean same = seat.id().equals(lease.seat());
            boolean shared = settled.outcome() == AgentOutcome.OVERLOADED
                    && seat.id().agent().equals(lease.seat().agent());
            if (same && blocked != null) {
                seat.block(blocked, settled.said(), now);
                events.add(now, "BLOCKED", seat.id(), settled.outcome() + ": " + settled.said(), "");
                revoke(seat);
            } else if ((same || shared) && seat.phase() != SeatPhase.BLOCKED) {
                park(seat, settled, now);
            }
        }
    }

    private void park(PooledSeat seat, RunSettled settled, Instant now) {
        boolean first = seat.phase() != SeatPhase.PARKED;
        QuotaRules quota = caps.rules().quota();
        LimitWait wait = LimitWait.after(settled.outcome(), settled.until(), seat.nextStrike(), quota, now, random);
        boolean resumes = quota.autoResume() || settled.outcome() == AgentOutcome.OVERLOADED;
        seat.park(settled.outcome(), resumes ? wait.until() : null, settled.said(), now);
        if (first) {
            events.add(
                    now,
                    "PARKED",
                    seat.id(),
                    settled.outcome()
                            + (resumes ? " until " + wait.until() : ", until a person resumes it")
                            + (wait.doubt().isEmpty() ? "" : "; " + wait.doubt()),
                    "");
            revoke(seat);
        }
    }

    /** Its leases are over; runs under way may still be settled. */
    void revoke(PooledSeat seat) {
        for (Held held : List.copyOf(leases.values())) {
            if (held.lease().seat().equals(seat.id())) {
                leases.remove(held.asked().requester());
                seat.released(held.lease().fence());
                over.put(held.lease().fence(), held);
            }
        }
    }

    /** The same lease for the next run, where there is room for it; else it is over. */
    private void goOn(Held held, WorkKind kind, Instant now) {
        Optional<PooledSeat> seat = seats.find(held.lease().seat());
        Optional<Reservation> next = seat.filter(found -> found.phase() != SeatPhase.PROBING)
                .flatMap(found -> reserve(found, held.asked(), held.lease(), kind, now));
        next.ifPresent(reservation -> {
            seat.get().restored();
            leases.put(
                    held.asked().requester(),
                    new Held(held.asked(), held.lease(), expiry(held.asked(), now), reservation));
        });
    }

    private Optional<Reservation> reserve(
            PooledSeat seat, SeatRequest request, SeatLease lease, WorkKind kind, Instant now) {
        Spent estimate = estimates.of(seat.id().agent(), kind, seat.guess());
        return meters.reserve(purse(request, lease, kind.category()), estimate, queue.contended(), now);
    }

    private static Purse purse(SeatRequest request, SeatLease lease, WorkCategory category) {
        return new Purse(request.requester(), lease.billing(), category, request.priority());
    }

    private static Instant expiry(SeatRequest request, Instant now) {
        return now.plus(request.runTime().multipliedBy(2)).plus(AROUND_RUNS);
    }

    /** A holder gives its seat back. */
    void release(SeatReleased released, Instant now) {
        Held held = leases.get(released.lease().requester());
        if (held != null && held.lease().fence() == released.lease().fence()) {
            drop(held, now);
        }
        Held late = over.remove(released.lease().fence());
        if (late != null) {
            meters.free(late.reservation(), now);
        }
    }

    private void drop(Held held, Instant now) {
        leases.remove(held.asked().requester());
        meters.free(held.reservation(), now);
        seats.find(held.lease().seat())
                .ifPresent(seat -> seat.released(held.lease().fence()));
    }

    @Override
    public void requesterGone(String requester) {
        queue.remove(requester);
        // It may have ended with a run under way: its lease runs out, or is settled by the host.
    }

    @Override
    public List<PoolAnswer> decide(Instant now) {
        reclaim(now);
        for (PooledSeat seat : seats.all()) {
            SeatPhase before = seat.phase();
            long late = seat.tick(caps.rules().quota(), now);
            leases.values().stream()
                    .filter(held -> held.lease().fence() == late)
                    .toList()
                    .forEach(held -> drop(held, now));
            if (before == SeatPhase.PARKED && seat.phase() == SeatPhase.PROBING) {
                events.add(now, "WOKEN", seat.id(), "one run tries whether the limit is over", "");
            }
        }
        queue.serve(
                now,
                caps.rules(),
                seats,
                (request, seat) -> tryGrant(request, seat, now),
                (request, seat) -> why(request, seat, now),
                answers);
        List<PoolAnswer> decided = List.copyOf(answers);
        answers.clear();
        return decided;
    }

    /** Nobody said how these ended: they count as what they were expected to use. */
    private void reclaim(Instant now) {
        List<Held> expired = new ArrayList<>(leases.values());
        expired.addAll(over.values());
        expired.removeIf(held -> held.expiresAt().isAfter(now));
        for (Held held : expired) {
            if (over.remove(held.lease().fence()) != null) {
                meters.free(held.reservation(), now);
            } else {
                drop(held, now);
            }
            Reservation reservation = held.reservation();
            meters.use(reservation.purse(), reservation.estimate(), reservation.reserve(), now);
            events.add(now, "LOST", held.lease().seat(), held.asked().requester() + " never settled its run", "");
        }
    }

    private boolean tryGrant(SeatRequest request, PooledSeat seat, Instant now) {
        SeatLease lease = new SeatLease(request.requester(), seat.id(), seat.billing(), nextFence);
        Optional<Reservation> reservation = reserve(seat, request, lease, request.kind(), now);
        if (reservation.isEmpty()) {
            return false;
        }
        nextFence++;
        seat.leased(lease.fence(), now);
        Held held = new Held(request, lease, expiry(request, now), reservation.get());
        leases.put(request.requester(), held);
        answers.add(granted(held));
        return true;
    }

    private Denial why(SeatRequest request, PooledSeat seat, Instant now) {
        SeatLease lease = new SeatLease(request.requester(), seat.id(), seat.billing(), 0);
        Spent estimate = estimates.of(seat.id().agent(), request.kind(), seat.guess());
        return meters.why(purse(request, lease, request.kind().category()), estimate, queue.contended(), now);
    }

    private static PoolAnswer granted(Held held) {
        return new PoolAnswer(
                held.asked().requester(),
                SeatSignals.SEAT_GRANTED,
                new SeatGranted(held.asked().request(), held.lease()));
    }

    @Override
    public Optional<Instant> nextChange(Instant now) {
        List<Instant> changes = new ArrayList<>();
        leases.values().forEach(held -> changes.add(held.expiresAt()));
        over.values().forEach(held -> changes.add(held.expiresAt()));
        for (PooledSeat seat : seats.all()) {
            Instant next = seat.nextChange(caps.rules().quota(), now);
            if (next != null) {
                changes.add(next);
            }
        }
        queue.nextRoom().ifPresent(changes::add);
        // Whatever went wrong, it is not looked again and again.
        return changes.stream()
                .min(Instant::compareTo)
                .map(next -> next.isBefore(now.plusMillis(500)) ? now.plusMillis(500) : next);
    }

    Seats seats() {
        return seats;
    }

    Caps caps() {
        return caps;
    }

    Events events() {
        return events;
    }

    @Override
    public String details(Instant now) {
        return AgentPoolDetails.of(state(meters, now));
    }

    /** For queries, which must change nothing: a copy begins new days and months. */
    AgentPoolState state(Instant now) {
        return state(new AgentPool(carry(), now, random).meters, now);
    }

    private AgentPoolState state(Meters of, Instant now) {
        return new AgentPoolState(
                seats.all().stream().map(PooledSeat::state).toList(),
                seats.defaultAgent(),
                of.states(now),
                queue.size(),
                caps.rules(),
                events.recent());
    }
}
