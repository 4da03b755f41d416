package dev.slipway.seat;

import dev.slipway.pool.PoolAnswer;
import dev.slipway.run.WaitReason;
import dev.slipway.seat.CarriedSeats.Waiting;
import dev.slipway.seat.FailoverRules.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for a seat. A priority is worth so much waiting: a request of a lower one that has waited longer than that
 * goes first, so none waits for ever.
 */
final class SeatQueue {
    private static final Duration A_PRIORITY = Duration.ofMinutes(15);
    /**
     * Who holds a host's slot goes before who has none, by as much: else one that got the seat would wait for a slot that
     * another one keeps who waits for the seat.
     */
    private static final Duration A_SLOT = A_PRIORITY;
    /** People are told anew of a time that moved further than this. */
    private static final Duration MOVED = Duration.ofMinutes(1);

    private final Map<String, Waiting> waiting = new LinkedHashMap<>();
    private final Set<String> contended = new HashSet<>();
    private long nextTicket;
    private @Nullable Instant nextRoom;

    SeatQueue(List<Waiting> before, long nextTicket) {
        this.nextTicket = nextTicket;
        before.forEach(one -> waiting.put(one.request().requester(), one));
    }

    List<Waiting> waiting() {
        return List.copyOf(waiting.values());
    }

    long nextTicket() {
        return nextTicket;
    }

    int size() {
        return waiting.size();
    }

    /** Budgets and windows on which somebody waits; nobody who comes later overtakes. */
    Set<String> contended() {
        return contended;
    }

    /** When a budget or window has room for one that waits. */
    Optional<Instant> nextRoom() {
        return Optional.ofNullable(nextRoom);
    }

    void add(SeatRequest request, Instant now) {
        Waiting before = waiting.get(request.requester());
        long ticket = before == null ? nextTicket++ : before.ticket();
        // A repeated request is told again: its requester may have missed it.
        waiting.put(request.requester(), new Waiting(request, ticket, before == null ? now : before.since(), null));
    }

    void withdraw(SeatReleased released) {
        Waiting one = waiting.get(released.requester());
        if (one != null && one.request().request() <= released.request()) {
            waiting.remove(released.requester());
        }
    }

    void remove(String requester) {
        waiting.remove(requester);
    }

    /**
     * Grants what can be granted, in order, and tells the others why not.
     *
     * @param grant tries it on a seat that can be had
     * @param why it could not
     */
    void serve(
            Instant now,
            PoolRules rules,
            Seats seats,
            BiPredicate<SeatRequest, PooledSeat> grant,
            BiFunction<SeatRequest, PooledSeat, Denial> why,
            List<PoolAnswer> answers) {
        contended.clear();
        nextRoom = null;
        List<Waiting> inOrder = new ArrayList<>(waiting.values());
        inOrder.sort(Comparator.comparing((Waiting one) -> turn(one, now)).thenComparingLong(Waiting::ticket));
        for (Waiting one : inOrder) {
            Denial denial = walk(one.request(), now, rules, seats, grant, why);
            if (denial == null) {
                waiting.remove(one.request().requester());
            } else {
                tell(one, denial, answers);
            }
        }
    }

    private static Instant turn(Waiting one, Instant now) {
        Instant turn = one.since()
                .plus(A_PRIORITY.multipliedBy(one.request().priority().key()));
        return holdsHost(one, now) ? turn.minus(A_SLOT) : turn;
    }

    /** It gives its slot back when it has kept it for long, and at once where it was told to wait for longer. */
    private static boolean holdsHost(Waiting one, Instant now) {
        Instant until = one.request().holdsHostUntil();
        Instant told = one.told() == null ? null : one.told().until();
        return until != null && now.isBefore(until) && (told == null || !told.isAfter(until));
    }

    /** Goes along the route until a place grants; null when one did, else why the work waits where it is wanted first. */
    private static @Nullable Denial walk(
            SeatRequest request,
            Instant now,
            PoolRules rules,
            Seats seats,
            BiPredicate<SeatRequest, PooledSeat> grant,
            BiFunction<SeatRequest, PooledSeat, Denial> why) {
        List<SeatChoice> route = seats.route(request, rules);
        List<Cause> onwardOn = request.on() == null ? rules.failover().on() : request.on();
        Denial shown = null;
        for (SeatChoice place : route) {
            List<PooledSeat> there = seats.at(place);
            boolean onward = true;
            for (PooledSeat seat : there) {
                Denial denial = seat.why(rules.quota(), now);
                if (denial == null && grant.test(request, seat)) {
                    return null;
                }
                Denial found = denial == null ? why.apply(request, seat) : denial;
                shown = shown == null ? found : sooner(shown, found);
                Cause cause = found.cause();
                onward &= cause != null && onwardOn.contains(cause);
            }
            if (!onward) {
                break;
            }
        }
        return shown == null ? seats.nobody(route) : shown;
    }

    private static Denial sooner(Denial one, Denial other) {
        boolean isSooner =
                other.until() != null && (one.until() == null || other.until().isBefore(one.until()));
        return isSooner ? other : one;
    }

    private void tell(Waiting one, Denial denial, List<PoolAnswer> answers) {
        SeatRequest request = one.request();
        Instant until = denial.until();
        if (denial.waitsFor() != WaitReason.SEAT && until != null && (nextRoom == null || until.isBefore(nextRoom))) {
            nextRoom = until;
        }
        SeatWaiting now = new SeatWaiting(request.request(), denial.waitsFor(), denial.reason(), until);
        if (one.told() == null || !same(one.told(), now)) {
            waiting.put(request.requester(), new Waiting(request, one.ticket(), one.since(), now));
            answers.add(new PoolAnswer(request.requester(), SeatSignals.SEAT_WAITING, now));
        }
    }

    private static boolean same(SeatWaiting before, SeatWaiting now) {
        if (before.waitsFor() != now.waitsFor() || !before.reason().equals(now.reason())) {
            return false;
        }
        if (before.until() == null || now.until() == null) {
            return before.until() == now.until();
        }
        return Duration.between(before.until(), now.until()).abs().compareTo(MOVED) < 0;
    }
}
