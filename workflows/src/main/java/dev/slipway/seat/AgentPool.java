package dev.slipway.seat;

import dev.slipway.agent.SeatLease;
import dev.slipway.agent.WorkKind;
import dev.slipway.pool.PoolAnswer;
import dev.slipway.pool.PoolDecisions;
import dev.slipway.pool.PoolEvents;
import dev.slipway.seat.CarriedSeats.Held;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private final RunBooks books;
    private final Refusals refusals;
    private final PoolEvents events;
    private final SeatReturns returns;
    private final SeatQueue queue;
    private final SeatLeases leases;
    private final RunStarts starts;
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
        events = new PoolEvents(before.events());
        returns = new SeatReturns(events);
        queue = new SeatQueue(before.waiting(), before.nextTicket());
        leases = new SeatLeases(before.leases(), before.over(), seats, meters, now);
        starts = new RunStarts(seats, leases, meters);
        books = new RunBooks(before, seats, meters, events);
        refusals = new Refusals(seats, leases, events, random);
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
                books.estimates().carry(),
                leases.held(),
                leases.over(),
                queue.waiting(),
                books.settlements().carry(),
                events.carry(),
                books.settlements().lost());
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

    void rulesChanged(Instant now) {
        leases.around(() -> meters.rulesChanged(now), now);
    }

    /** A workflow asks for a seat. The newest request of a requester replaces its older ones, and its lease. */
    void request(SeatRequest request, Instant now) {
        Held held = leases.of(request.requester());
        if (held != null && held.asked().request() == request.request()) {
            answers.add(granted(held));
            return;
        }
        if (held != null && held.asked().request() > request.request()) {
            return; // overtaken by a newer one
        }
        if (held != null) {
            leases.drop(held, now);
        }
        leases.freeOver(request.requester(), now);
        queue.add(request, now);
    }

    /** Whether a run may start under a lease; changes nothing. */
    RunAnswer mayRun(RunQuestion question, Instant now) {
        return starts.may(question, queue.contended(), now);
    }

    void begun(RunBegun begun, Instant now) {
        starts.begun(begun, now);
    }

    void canaryBegun(CanaryBegun begun, Instant now) {
        QuotaRules quota = caps.rules().quota();
        seats.find(begun.lease().seat())
                .ifPresent(seat -> returns.around(seat, now, () -> seat.canaryBegun(begun, quota, now)));
    }

    /** A run ended: what it used is counted, and the next one's estimate set aside where there is room. */
    void settle(RunSettled settled, Instant now) {
        if (!books.settlements().first(settled)) {
            return;
        }
        SeatLease lease = settled.lease();
        boolean holds = leases.find(lease).isPresent();
        Optional<Held> held = leases.take(lease, now);
        books.count(settled, held.orElse(null), now);
        boolean refused = Refusals.isOne(settled.outcome());
        QuotaRules quota = caps.rules().quota();
        if (holds) {
            seats.find(lease.seat()).ifPresent(seat -> seat.released(refused ? lease.fence() : 0));
        }
        if (refused) {
            refusals.after(settled, quota, now);
        } else {
            seats.find(lease.seat())
                    .ifPresent(seat -> returns.around(
                            seat, now, () -> seat.settled(lease.fence(), settled.outcome(), quota, now)));
            if (holds) {
                goOn(held.get(), settled.kind().next(), now);
            }
        }
    }

    void revoke(PooledSeat seat) {
        leases.revoke(seat);
    }

    /** The same lease for the next run, where there is room for it; else it is over. */
    private void goOn(Held held, WorkKind kind, Instant now) {
        Optional<PooledSeat> seat = seats.find(held.lease().seat());
        Optional<Reservation> next = seat.filter(found -> found.phase() != SeatPhase.PROBING)
                .flatMap(found -> meters.reserve(wanted(found, held.asked(), held.lease(), kind), false, now));
        next.ifPresent(reservation -> {
            seat.get().restored();
            leases.put(new Held(held.asked(), held.lease(), expiry(held.asked(), now), reservation));
        });
    }

    private static Instant expiry(SeatRequest request, Instant now) {
        return now.plus(request.runTime().multipliedBy(2)).plus(AROUND_RUNS);
    }

    void release(SeatReleased released, Instant now) {
        queue.withdraw(released);
        Held held = leases.of(released.requester());
        Optional<Held> last = leases.last(released.requester());
        if (held != null && held.asked().request() <= released.request()) {
            leases.drop(held, now);
        }
        leases.freeOver(released.requester(), now);
        int lost = released.lostRuns() == null ? 0 : released.lostRuns();
        last.filter(one -> one.asked().request() <= released.request()).ifPresent(one -> books.lost(one, lost, now));
    }

    @Override
    public void requesterGone(String requester) {
        queue.remove(requester);
        // It may have ended with a run under way: its lease runs out, or is settled by the host.
    }

    @Override
    public List<PoolAnswer> decide(Instant now) {
        leases.expire(now).forEach(held -> books.lost(held, now));
        for (PooledSeat seat : seats.all()) {
            long late = returns.around(seat, now, () -> seat.tick(caps.rules().quota(), now));
            leases.held().stream().filter(held -> held.lease().fence() == late).forEach(held -> leases.drop(held, now));
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

    private boolean tryGrant(SeatRequest request, PooledSeat seat, Instant now) {
        SeatLease lease =
                new SeatLease(request.requester(), seat.id(), seat.announced().billing(), nextFence);
        Optional<Reservation> reservation = meters.reserve(wanted(seat, request, lease, request.kind()), true, now);
        if (reservation.isEmpty()) {
            return false;
        }
        nextFence++;
        seat.leased(lease.fence(), now);
        Held held = new Held(request, lease, expiry(request, now), reservation.get());
        leases.put(held);
        answers.add(granted(held));
        return true;
    }

    private Denial why(SeatRequest request, PooledSeat seat, Instant now) {
        SeatLease lease =
                new SeatLease(request.requester(), seat.id(), seat.announced().billing(), 0);
        return meters.why(wanted(seat, request, lease, request.kind()), now);
    }

    private Meters.Wanted wanted(PooledSeat seat, SeatRequest request, SeatLease lease, WorkKind kind) {
        return books.wanted(seat, request, lease, kind, queue.size(), queue.contended());
    }

    private static PoolAnswer granted(Held held) {
        return new PoolAnswer(
                held.asked().requester(),
                SeatSignals.SEAT_GRANTED,
                new SeatGranted(held.asked().request(), held.lease()));
    }

    @Override
    public boolean owes() {
        return !answers.isEmpty();
    }

    @Override
    public Optional<Instant> nextChange(Instant now) {
        List<Instant> changes = new ArrayList<>();
        leases.nextExpiry().ifPresent(changes::add);
        for (PooledSeat seat : seats.all()) {
            Instant next = seat.nextChange(caps.rules().quota(), now);
            if (next != null) {
                changes.add(next);
            }
        }
        queue.nextRoom().ifPresent(changes::add);
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

    @Override
    public PoolEvents events() {
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
