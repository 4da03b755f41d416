package dev.slipway.settings.installation;

import java.time.Duration;

/**
 * Settings of a worker host.
 *
 * @param slots workspaces at a time; 0: by CPU, memory and disk
 * @param heartbeatTimeout after which a silent host counts as lost
 * @param grace how long a step goes on when its session seems lost, waiting to be adopted
 * @param isolation whether agents and builds run under bubblewrap
 * @param minFreeDisk in bytes; below it no new workspace is opened, below half of it the largest one is stopped
 * @param managementPort of health and metrics on loopback; 0: any free one; -1: none
 */
public record WorkerSettings(
        int slots,
        Duration heartbeatTimeout,
        Duration grace,
        Isolation isolation,
        long minFreeDisk,
        int managementPort) {}
