package dev.slipway.sandbox.app;

import dev.slipway.sandbox.world.Account;
import dev.slipway.sandbox.world.Caller;
import dev.slipway.sandbox.world.Grant;
import dev.slipway.sandbox.world.Seed;
import dev.slipway.sandbox.world.Token;
import dev.slipway.sandbox.world.World;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The App that is installed in the sandbox's organisations: who it is, by its JWT, and its installations' tokens. */
public final class GitHubApp implements AutoCloseable {
    /** Its number. */
    public static final long ID = 7_001;

    /** Its name in URLs; its bot is called so too. */
    public static final String SLUG = "slipway-sandbox";

    private final AppKey key;
    private final InstallationTokens tokens;
    private final World world;
    private final Clock clock;
    private final Duration lifetime;

    private GitHubApp(AppKey key, InstallationTokens tokens, World world, Clock clock, Duration lifetime) {
        this.key = key;
        this.tokens = tokens;
        this.world = world;
        this.clock = clock;
        this.lifetime = lifetime;
    }

    /**
     * Opens what a data folder has of it.
     *
     * @param lifetime of its installations' tokens; an hour at GitHub
     * @throws IOException when the folder cannot be read
     */
    public static GitHubApp open(Path folder, World world, Clock clock, Duration lifetime) throws IOException {
        return new GitHubApp(
                new AppKey(folder.resolve("app-key.pem")),
                InstallationTokens.open(folder.resolve("installation-tokens.jsonl"), clock.instant()),
                world,
                clock,
                lifetime);
    }

    /** The file with its private key, which only its owner reads. */
    public Path keyFile() {
        return key.file();
    }

    public List<Installation> installations() {
        return Installation.ALL;
    }

    public Optional<Installation> installation(long id) {
        return Installation.ALL.stream().filter(one -> one.id() == id).findFirst();
    }

    /** The account that acts for it. */
    public Account bot() {
        return world.account(Seed.APP_BOT).orElseThrow();
    }

    /** A new token of an installation, with these of its permissions, for these repositories or, with null, all. */
    public Token issue(Installation installation, Map<String, String> permissions, @Nullable Set<Long> repositories) {
        Instant expires = clock.instant().plus(lifetime).truncatedTo(ChronoUnit.SECONDS);
        return tokens.issue(
                installation, new Grant(installation.id(), permissions, repositories, expires), clock.instant());
    }

    /** Who is behind a credential, if it is one of the App's and still good. */
    public Optional<Caller> caller(String credential) {
        if (isJwt(credential)) {
            return complaint(credential).isEmpty()
                    ? Optional.of(new Caller(bot(), new Token("jwt", Token.Kind.APP, Seed.APP_BOT, null, List.of())))
                    : Optional.empty();
        }
        return tokens.find(credential, clock.instant()).map(token -> new Caller(bot(), token));
    }

    /** What is wrong with a JWT, in GitHub's words; empty for a good one and for what is none. */
    public Optional<String> complaint(String credential) {
        if (!isJwt(credential)) {
            return Optional.empty();
        }
        Optional<JsonWebToken> token = JsonWebToken.parse(credential);
        return token.isEmpty()
                ? Optional.of("A JSON web token could not be decoded")
                : token.get().problem(ID, key.publicKey(), clock.instant());
    }

    private static boolean isJwt(String credential) {
        return credential.startsWith("eyJ") && credential.indexOf('.') > 0;
    }

    @Override
    public void close() throws IOException {
        tokens.close();
    }
}
