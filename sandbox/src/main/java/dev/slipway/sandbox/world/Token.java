package dev.slipway.sandbox.world;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A credential.
 *
 * @param login the user, or the bot of the App, that it acts as
 * @param organization for an App installation, the organisation that the App is installed in
 * @param scopes a classic token's OAuth scopes
 * @param grant what an installation's token may do; null for all that the installation may
 */
public record Token(
        String value,
        Kind kind,
        String login,
        @Nullable String organization,
        List<String> scopes,
        @Nullable Grant grant) {

    /** GitHub's forms of tokens. */
    public enum Kind {
        CLASSIC,
        FINE_GRAINED,
        INSTALLATION,
        /** No token, but a JWT that the App signed: it acts as the App itself. */
        APP
    }

    public Token {
        requireNonNull(value, "value is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(login, "login is null");
        scopes = List.copyOf(scopes);
    }

    public Token(String value, Kind kind, String login, @Nullable String organization, List<String> scopes) {
        this(value, kind, login, organization, scopes, null);
    }

    /** Whether it carries a scope; only classic tokens are limited by scopes here. */
    public boolean hasScope(String scope) {
        return kind != Kind.CLASSIC || scopes.contains(scope);
    }

    /** The organisation, when this belongs to an App installation. */
    public Optional<String> installation() {
        return Optional.ofNullable(organization);
    }

    /** Never the token itself, which would end up in a log. */
    @Override
    public String toString() {
        return kind + " token of " + login;
    }
}
