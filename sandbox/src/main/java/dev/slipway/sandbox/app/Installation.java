package dev.slipway.sandbox.app;

import dev.slipway.sandbox.world.Seed;
import java.util.List;
import java.util.Map;

/**
 * Where the App is installed, and what it was granted there.
 *
 * @param account the login of the organisation or user
 */
public record Installation(long id, String account, Map<String, String> permissions) {
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
                    "workflows", "write"));

    /** One that can neither create repositories nor push workflow files. */
    public static final Installation NARROW = new Installation(
            70_002,
            Seed.CLOSED_ORGANIZATION,
            Map.of("contents", "write", "metadata", "read", "pull_requests", "write"));

    /** One of a user, where no App creates repositories. */
    public static final Installation OF_USER = new Installation(70_003, Seed.OUTSIDER, FULL.permissions());

    /** All of them. */
    public static final List<Installation> ALL = List.of(FULL, NARROW, OF_USER);

    public Installation {
        permissions = Map.copyOf(permissions);
    }
}
