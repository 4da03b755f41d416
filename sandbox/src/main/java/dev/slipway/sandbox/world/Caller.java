package dev.slipway.sandbox.world;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who sends a request: a user, an App's bot, or nobody known. */
public record Caller(@Nullable Account account, @Nullable Token token) {
    public static final Caller ANONYMOUS = new Caller(null, null);

    public boolean anonymous() {
        return account == null;
    }

    public boolean app() {
        return token != null && token.kind() == Token.Kind.INSTALLATION;
    }

    /** Whether this is the App itself, by a JWT, and not one of its installations. */
    public boolean appItself() {
        return token != null && token.kind() == Token.Kind.APP;
    }

    /** Whether an installation has a permission; users have all. */
    public boolean granted(String permission, String level) {
        return token == null || token.grant() == null || token.grant().allows(permission, level);
    }

    public Optional<String> login() {
        return Optional.ofNullable(account).map(Account::login);
    }

    public Optional<String> installation() {
        return Optional.ofNullable(token).flatMap(Token::installation);
    }

    public boolean is(String otherLogin) {
        return account != null && account.login().equalsIgnoreCase(otherLogin);
    }

    public boolean hasScope(String scope) {
        return token != null && token.hasScope(scope);
    }

    /** The account behind an authenticated request. */
    public Account known() {
        if (account == null) {
            throw new IllegalStateException("the request is anonymous; the route should have refused it");
        }
        return account;
    }

    /** What shares a rate limit: all tokens of a user, each installation, and all that is anonymous. */
    public String bucket() {
        return installation()
                .map(organization -> "installation:" + organization)
                .or(() -> login().map(login -> (appItself() ? "app:" : "user:") + login))
                .orElse("anonymous");
    }
}
