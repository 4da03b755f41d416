package dev.slipway.account;

import dev.slipway.run.HostId;
import java.time.Instant;

/**
 * A worker host that was not admitted. It is told so by asking for the pool's state after it announced itself.
 *
 * @param reason what is wrong, and what to do
 */
public record RefusedHost(HostId host, String reason, Instant at) {}
