package dev.slipway.account;

import java.time.Instant;

/**
 * One worker host in the pool's state.
 */
public record WorkerState(WorkerAnnouncement announcement, Instant seenAt) {}
