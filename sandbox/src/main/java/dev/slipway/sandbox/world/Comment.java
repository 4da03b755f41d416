package dev.slipway.sandbox.world;

import java.time.Instant;

/** A comment on an issue or pull request. */
public record Comment(
        long id, long repository, int issue, String author, String body, Instant createdAt, Instant updatedAt)
        implements Entity {
    @Override
    public long scope() {
        return repository;
    }

    public Comment withBody(String newBody, Instant now) {
        return new Comment(id, repository, issue, author, newBody, createdAt, now);
    }
}
