package dev.slipway.sandbox.world;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A commit status. */
public record Status(
        long id,
        long repository,
        String sha,
        String state,
        String context,
        @Nullable String description,
        @Nullable String targetUrl,
        String creator,
        Instant createdAt)
        implements Entity {
    @Override
    public long scope() {
        return repository;
    }
}
