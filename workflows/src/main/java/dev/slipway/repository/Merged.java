package dev.slipway.repository;

import org.jspecify.annotations.Nullable;

/**
 * Outcome of a merge.
 *
 * @param merged false where GitHub does not allow it
 * @param obstacle what stood in the way; null when merged, or where it is not known
 * @param reason why not, in GitHub's words; empty when merged
 */
public record Merged(boolean merged, @Nullable MergeObstacle obstacle, String reason, int requests) {

    /** One that was merged. */
    public static Merged done() {
        return new Merged(true, null, "", 0);
    }

    /** One that was not. */
    public static Merged refused(MergeObstacle obstacle, String reason) {
        return new Merged(false, obstacle, reason, 0);
    }

    /** With what it spent. */
    public Merged withRequests(int spent) {
        return new Merged(merged, obstacle, reason, spent);
    }

    /** Whether it can be merged once the branch is up to date and was verified again. */
    public boolean afterCatchingUp() {
        return obstacle != null && obstacle.catchingUpHelps();
    }
}
