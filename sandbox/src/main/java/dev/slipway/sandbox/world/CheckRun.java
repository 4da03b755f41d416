package dev.slipway.sandbox.world;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A check run, which only Apps create. */
public record CheckRun(
        long id,
        long repository,
        String sha,
        String name,
        String status,
        @Nullable String conclusion,
        @Nullable String externalId,
        @Nullable String detailsUrl,
        Output output,
        Instant startedAt,
        @Nullable Instant completedAt)
        implements Entity {

    /** What it shows people. */
    public record Output(
            @Nullable String title,
            @Nullable String summary,
            @Nullable String text) {}

    @Override
    public long scope() {
        return repository;
    }
}
