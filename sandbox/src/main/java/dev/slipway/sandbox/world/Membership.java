package dev.slipway.sandbox.world;

/** That a user belongs to an organisation. */
public record Membership(long id, String organization, String login, boolean admin) implements Entity {
    @Override
    public long scope() {
        return 0;
    }

    public String role() {
        return admin ? "admin" : "member";
    }
}
