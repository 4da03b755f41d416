package dev.slipway.sandbox.world;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A user, an organisation, or the bot that a GitHub App acts as.
 *
 * @param policy what members of an organisation may do; only organisations have one
 */
public record Account(
        long id,
        String login,
        Kind kind,
        String name,
        @Nullable Policy policy,
        Instant createdAt) implements Entity {

    /** GitHub's {@code type}. */
    public enum Kind {
        USER("User"),
        ORGANIZATION("Organization"),
        BOT("Bot");

        private final String type;

        Kind(String type) {
            this.type = type;
        }

        public String type() {
            return type;
        }
    }

    /**
     * @param membersCanCreateRepositories whether plain members may create repositories
     * @param basePermission what every member may do in every repository of the organisation
     */
    public record Policy(boolean membersCanCreateRepositories, Permission basePermission) {}

    public Account {
        requireNonNull(login, "login is null");
        requireNonNull(kind, "kind is null");
    }

    @Override
    public long scope() {
        return 0;
    }

    public boolean isOrganization() {
        return kind == Kind.ORGANIZATION;
    }

    public Optional<Policy> organizationPolicy() {
        return Optional.ofNullable(policy);
    }

    /** The address GitHub gives an account that hides its own. */
    public String noReplyAddress() {
        return id + "+" + login + "@users.noreply.github.com";
    }
}
