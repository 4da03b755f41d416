package dev.slipway.sandbox.world;

import org.jspecify.annotations.Nullable;

/** @param preset whether GitHub made it with the repository */
public record Label(
        long id,
        long repository,
        String name,
        String color,
        @Nullable String description,
        boolean preset) implements Entity {
    @Override
    public long scope() {
        return repository;
    }
}
