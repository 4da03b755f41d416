package dev.slipway.sandbox.world;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an installation's token may do, where, and until when.
 *
 * @param installation the installation's number
 * @param permissions GitHub's names, each with {@code read} or {@code write}
 * @param repositories the numbers of those that it is narrowed to; null for all of the installation
 */
public record Grant(
        long installation,
        Map<String, String> permissions,
        @Nullable Set<Long> repositories,
        Instant expiresAt) {

    public Grant {
        requireNonNull(expiresAt, "expiresAt is null");
        permissions = Map.copyOf(permissions);
        repositories = repositories == null ? null : Set.copyOf(repositories);
    }

    /** Whether it holds a permission at least at that level. */
    public boolean allows(String permission, String level) {
        return covers(permissions, permission, level);
    }

    /** Whether these permissions hold one at least at that level. */
    public static boolean covers(Map<String, String> permissions, String permission, String level) {
        String has = permissions.get(permission);
        return has != null && (level.equals("read") || !has.equals("read"));
    }

    public boolean reaches(Repository repository) {
        return repositories == null || repositories.contains(repository.id());
    }

    /** Permissions in the order of their names. */
    public Map<String, String> ordered() {
        return new TreeMap<>(permissions);
    }
}
