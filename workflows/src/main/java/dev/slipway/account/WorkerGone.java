package dev.slipway.account;

import dev.slipway.run.HostId;

/**
 * Signal to the pool: a worker host stopped in an orderly way.
 */
public record WorkerGone(HostId host) {}
