package dev.slipway.sandbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.sandbox.app.GitHubApp;
import dev.slipway.sandbox.world.Caller;
import dev.slipway.sandbox.world.Tokens;
import dev.slipway.sandbox.world.World;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads who sends a request from its Authorization header: a token, or a token as the password of any user name. */
public final class Credentials {
    private final World world;
    private final Tokens tokens;
    private final GitHubApp app;

    public Credentials(World world, Tokens tokens, GitHubApp app) {
        this.world = world;
        this.tokens = tokens;
        this.app = app;
    }

    /** The sender; anonymous without a header; nothing when the header does not name a token that exists. */
    public Optional<Caller> read(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        if (header == null) {
            return Optional.of(Caller.ANONYMOUS);
        }
        String value = token(header);
        return value == null ? Optional.empty() : known(value).or(() -> app.caller(value));
    }

    /** Whether the sender acts for an App's installation that is suspended. */
    public boolean suspended(Caller caller) {
        return app.suspended(caller);
    }

    private Optional<Caller> known(String value) {
        return tokens.find(value)
                .flatMap(token -> world.account(token.login()).map(account -> new Caller(account, token)));
    }

    /** What GitHub says of credentials that name nobody. */
    String complaint(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        String value = header == null ? null : token(header);
        return Optional.ofNullable(value).flatMap(app::complaint).orElse("Bad credentials");
    }

    private static @Nullable String token(String header) {
        int space = header.indexOf(' ');
        if (space < 0) {
            return null;
        }
        String value = header.substring(space + 1).strip();
        return switch (header.substring(0, space).toLowerCase(Locale.ROOT)) {
            case "token", "bearer" -> value;
            case "basic" -> password(value);
            default -> null;
        };
    }

    private static @Nullable String password(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), UTF_8);
            int colon = pair.indexOf(':');
            String password = pair.substring(colon + 1);
            return password.isEmpty() || password.equals("x-oauth-basic")
                    ? pair.substring(0, Math.max(colon, 0))
                    : password;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
