package dev.slipway.change;

import java.time.Duration;

/**
 * Time-outs that an installation may want to change.
 *
 * @param holdHeartbeat a host whose workspace is silent for so long is taken for lost; the worker heartbeats every second
 * @param adoptWithin how long the host that had the workspace is given to take it up again before any host may
 * @param stepHeartbeat of an agent's or build's step; longer than {@code holdHeartbeat}, which notices a lost host first
 * @param keepSlotFor a wait that is longer than this gives workspace slot and account back
 */
public record ChangeOptions(
        Duration holdHeartbeat, Duration adoptWithin, Duration stepHeartbeat, Duration keepSlotFor) {

    public static final ChangeOptions DEFAULT = new ChangeOptions(
            Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofMinutes(2));
}
