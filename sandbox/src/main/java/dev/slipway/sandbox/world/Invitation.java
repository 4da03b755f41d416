package dev.slipway.sandbox.world;

import java.time.Instant;

/** An invitation to collaborate that its invitee has not accepted yet. */
public record Invitation(
        long id, long repository, String invitee, String inviter, Permission permission, Instant createdAt)
        implements Entity {
    @Override
    public long scope() {
        return repository;
    }
}
