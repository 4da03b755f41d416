package dev.slipway.seat;

import dev.slipway.agent.SeatLease;
import dev.slipway.seat.CarriedSeats.Held;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Leases, and what is set aside for each: those in use, and those that are over while their last run may still be settled. */
final class SeatLeases {
    private final Seats seats;
    private final Meters meters;
    private final Map<String, Held> held = new TreeMap<>();
    private final Map<Long, Held> over = new TreeMap<>();

    SeatLeases(List<Held> held, List<Held> over, Seats seats, Meters meters, Instant now) {
        this.seats = seats;
        this.meters = meters;
        held.forEach(one -> {
            this.held.put(one.asked().requester(), one);
            seats.find(one.lease().seat()).ifPresent(PooledSeat::restored);
            meters.again(one.reservation(), now);
        });
        over.forEach(one -> {
            this.over.put(one.lease().fence(), one);
            meters.again(one.reservation(), now);
        });
    }

    List<Held> held() {
        return List.copyOf(held.values());
    }

    List<Held> over() {
        return List.copyOf(over.values());
    }

    /** What a requester has. */
    @Nullable
    Held of(String requester) {
        return held.get(requester);
    }

    /** What a requester has, else what it had last. */
    Optional<Held> last(String requester) {
        return Optional.ofNullable(held.get(requester))
                .or(() -> over.values().stream()
                        .filter(one -> one.asked().requester().equals(requester))
                        .max(Comparator.comparingLong(one -> one.lease().fence())));
    }

    /** A lease in use; empty where it is over. */
    Optional<Held> find(SeatLease lease) {
        return Optional.ofNullable(held.get(lease.requester()))
                .filter(one -> one.lease().fence() == lease.fence());
    }

    /** Granted just now, or for the next run; what is set aside for it was set aside. */
    void put(Held one) {
        held.put(one.asked().requester(), one);
    }

    /** Takes the lease out to be settled; what was set aside for it is free. Its seat still has it. */
    Optional<Held> take(SeatLease lease, Instant now) {
        Optional<Held> found = find(lease);
        found.ifPresent(one -> held.remove(lease.requester()));
        Optional<Held> taken = found.or(() -> Optional.ofNullable(over.remove(lease.fence())));
        taken.ifPresent(one -> meters.free(one.reservation(), now));
        return taken;
    }

    /** Given back: nothing runs under it. */
    void drop(Held one, Instant now) {
        held.remove(one.asked().requester());
        meters.free(one.reservation(), now);
        seats.find(one.lease().seat())
                .ifPresent(seat -> seat.released(one.lease().fence()));
    }

    /** Who asks or leaves runs nothing: what was still expected of earlier leases will not come. */
    void freeOver(String requester, Instant now) {
        for (Held old : over()) {
            if (old.asked().requester().equals(requester)) {
                over.remove(old.lease().fence());
                meters.free(old.reservation(), now);
            }
        }
    }

    /** A seat's leases are over; runs under way may still be settled. */
    void revoke(PooledSeat seat) {
        for (Held one : held()) {
            if (one.lease().seat().equals(seat.id())) {
                held.remove(one.asked().requester());
                seat.released(one.lease().fence());
                over.put(one.lease().fence(), one);
            }
        }
    }

    /** Gives up those of which nobody said for long how they ended. */
    List<Held> expire(Instant now) {
        List<Held> expired = new ArrayList<>(held.values());
        expired.addAll(over.values());
        expired.removeIf(one -> one.expiresAt().isAfter(now));
        for (Held one : expired) {
            if (over.remove(one.lease().fence()) == null) {
                drop(one, now);
            } else {
                meters.free(one.reservation(), now);
            }
        }
        return expired;
    }

    /** Sets everything aside anew, on the meters that there are after the change. */
    void around(Runnable change, Instant now) {
        held.values().forEach(one -> meters.free(one.reservation(), now));
        over.values().forEach(one -> meters.free(one.reservation(), now));
        change.run();
        held.values().forEach(one -> meters.again(one.reservation(), now));
        over.values().forEach(one -> meters.again(one.reservation(), now));
    }

    /** When the first runs out. */
    Optional<Instant> nextExpiry() {
        List<Instant> ends = new ArrayList<>();
        held.values().forEach(one -> ends.add(one.expiresAt()));
        over.values().forEach(one -> ends.add(one.expiresAt()));
        return ends.stream().min(Instant::compareTo);
    }
}
