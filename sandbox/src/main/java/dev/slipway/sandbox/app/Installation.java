package dev.slipway.sandbox.app;

import dev.slipway.sandbox.world.Seed;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the App is installed, and what it was granted there.
 *
 * @param account the login of the organisation or user
 * @param suspendedAt since when it may do nothing; null while it may
 */
public record Installation(
        long id,
        String account,
        Map<String, String> permissions,
        @Nullable Instant suspendedAt) {
    /** All that Slipway asks for, in the organisation whose members create repositories. */
    public static final Installation FULL = new Installation(
            70_001,
            Seed.ORGANIZATION,
            Map.of(
                    "administration", "write",
                    "checks", "write",
                    "contents", "write",
                    "issues", "write",
                    "metadata", "read",
                    "pull_requests", "write",
                    "statuses", "write",
                    "workflows", "write"),
            null);

    /** One that can neither create repositories nor push workflow files. */
    public static final Installation NARROW = new Installation(
            70_002,
            Seed.CLOSED_ORGANIZATION,
            Map.of("contents", "write", "metadata", "read", "pull_requests", "write"),
            null);

    /** One of a user, where no App creates repositories. */
    public static final Installation OF_USER = new Installation(70_003, Seed.OUTSIDER, FULL.permissions(), null);

    /** All of them, as they are at first. */
    public static final List<Installation> ALL = List.of(FULL, NARROW, OF_USER);

    public Installation {
        permissions = Map.copyOf(permissions);
    }

    public boolean suspended() {
        return suspendedAt != null;
    }

    Installation suspended(@Nullable Instant since) {
        return new Installation(id, account, permissions, since);
    }

    Installation granted(Map<String, String> other) {
        return new Installation(id, account, other, suspendedAt);
    }
}
