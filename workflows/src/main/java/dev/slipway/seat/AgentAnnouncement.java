package dev.slipway.seat;

import static java.util.Objects.requireNonNull;

import dev.slipway.run.AgentName;
import dev.slipway.run.HostId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Signal to the pool: a worker host and the seats that it has keys for. Sent when it starts and every few minutes. The
 * rules of the worker that was started last hold.
 *
 * @param startedAt when that worker was started; a seat that was refused before is tried again
 * @param defaultAgent what runs where work names no agent; null where there is none
 */
public record AgentAnnouncement(
        HostId host,
        Instant startedAt,
        List<AnnouncedSeat> seats,
        @Nullable AgentName defaultAgent,
        PoolRules rules) {
    public AgentAnnouncement {
        requireNonNull(host, "host is null");
        requireNonNull(startedAt, "startedAt is null");
        seats = List.copyOf(seats);
        requireNonNull(rules, "rules is null");
    }
}
