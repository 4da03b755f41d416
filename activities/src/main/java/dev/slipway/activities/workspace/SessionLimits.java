package dev.slipway.activities.workspace;

import java.time.Duration;

/**
 * What a host allows.
 *
 * @param slots workspaces at a time
 * @param grace how long a session whose holder was lost waits to be adopted
 * @param minFreeDisk in bytes; below it no workspace is opened, below half of it the largest one is stopped
 * @param retention how long files of a workspace that nobody has stay on the disk
 */
public record SessionLimits(int slots, Duration grace, long minFreeDisk, Duration retention) {
    /** How long files stay where nothing else is said. */
    public static final Duration RETENTION = Duration.ofDays(7);

    public SessionLimits {
        if (slots < 1) {
            throw new IllegalArgumentException("a host needs at least one slot, not " + slots);
        }
    }
}
