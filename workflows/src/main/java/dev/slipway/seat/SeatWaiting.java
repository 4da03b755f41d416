package dev.slipway.seat;

import dev.slipway.run.WaitReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Signal from the pool: nothing can be granted now; the request keeps its place.
 *
 * @param waitsFor SEAT, QUOTA or BUDGET
 * @param reason for people
 * @param until when it goes on by itself; null where only other work or a person changes that
 */
public record SeatWaiting(
        long request,
        WaitReason waitsFor,
        String reason,
        @Nullable Instant until) {}
