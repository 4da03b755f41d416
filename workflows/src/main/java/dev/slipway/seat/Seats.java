package dev.slipway.seat;

import dev.slipway.pool.PoolEvents;
import dev.slipway.run.AgentName;
import dev.slipway.run.SeatId;
import dev.slipway.run.WaitReason;
import dev.slipway.seat.CarriedSeats.Host;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The seats that workers announced, and where a route leads among them. */
final class Seats {
    /** A host that has said nothing for so long is forgotten. */
    private static final Duration FORGET = Duration.ofDays(1);

    private final Map<String, Host> hosts = new TreeMap<>();
    private final Map<String, PooledSeat> seats = new TreeMap<>();

    Seats(List<Host> hosts, List<CarriedSeat> seats) {
        hosts.forEach(host -> this.hosts.put(host.announcement().host().value(), host));
        seats.forEach(one -> this.seats.put(one.announced().seat().toString(), PooledSeat.of(one)));
    }

    List<Host> hosts() {
        return List.copyOf(hosts.values());
    }

    Collection<PooledSeat> all() {
        return seats.values();
    }

    Optional<PooledSeat> find(SeatId id) {
        return Optional.ofNullable(seats.get(id.toString()));
    }

    /** A worker says what it has. */
    void announce(AgentAnnouncement announcement, PoolEvents events, Instant now) {
        hosts.values().removeIf(host -> host.seenAt().isBefore(now.minus(FORGET)));
        hosts.put(announcement.host().value(), new Host(announcement, now));
        for (AnnouncedSeat found : announcement.seats()) {
            PooledSeat seat = seats.computeIfAbsent(found.seat().toString(), id -> new PooledSeat(found));
            if (seat.announced(found, announcement.startedAt(), now)) {
                events.add(now, "UNBLOCKED", "seat/" + seat.id(), null, "a worker was started since: one run tries it");
            }
        }
        dropUnannounced();
    }

    /** A worker has stopped. With the last one everything stops anyway: its seats keep what is known of them. */
    void gone(String host) {
        hosts.remove(host);
        if (!hosts.isEmpty()) {
            dropUnannounced();
        }
    }

    private void dropUnannounced() {
        seats.values()
                .removeIf(seat -> seat.leases() == 0
                        && hosts.values().stream()
                                .flatMap(host -> host.announcement().seats().stream())
                                .noneMatch(one -> one.seat().equals(seat.id())));
    }

    @Nullable
    AgentName defaultAgent() {
        return CarriedSeats.defaultAgent(hosts());
    }

    /** The places of a request in their order. */
    List<SeatChoice> route(SeatRequest request, PoolRules rules) {
        Set<SeatChoice> route = new LinkedHashSet<>(request.route());
        if (request.open() || route.isEmpty()) {
            route.addAll(rules.failover().route());
        }
        AgentName agent = defaultAgent();
        if (route.isEmpty() && agent != null) {
            route.add(new SeatChoice(agent, null));
        }
        return List.copyOf(route);
    }

    /** The seats of a place, the least used first. */
    List<PooledSeat> at(SeatChoice place) {
        return seats.values().stream()
                .filter(seat -> place.matches(seat.id()))
                .sorted(Comparator.comparingInt(PooledSeat::leases)
                        .thenComparingLong(PooledSeat::uses)
                        .thenComparing(seat -> seat.id().toString()))
                .toList();
    }

    Denial nobody(List<SeatChoice> route) {
        String what = route.isEmpty() ? "an agent" : "the seat " + route.get(0);
        return new Denial(WaitReason.SEAT, null, "no worker has announced " + what, null);
    }
}
