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
    private final Installations installations;
    private final World world;
    private final Clock clock;
    private final Duration lifetime;

    private GitHubApp(
            AppKey key,
            InstallationTokens tokens,
            Installations installations,
            World world,
            Clock clock,
            Duration lifetime) {
        this.key = key;
        this.tokens = tokens;
        this.installations = installations;
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
                Installations.open(folder.resolve("installations.json")),
                world,
                clock,
                lifetime);
    }

    /** The file with its private key, which only its owner reads. */
    public Path keyFile() {
        return key.file();
    }

    public List<Installation> installations() {
        return installations.all();
    }

    public Optional<Installation> installation(long id) {
        return installations.find(id);
    }

    /** Suspends an installation, or lets it act again: its tokens stay, and are refused meanwhile. */
    public void suspend(long installation, boolean suspended) {
        Instant since = suspended ? clock.instant().truncatedTo(ChronoUnit.SECONDS) : null;
        installations.change(installation, one -> one.suspended(since));
    }

    /** What an installation may do from now on. Tokens that it has keep what they were made with. */
    public void grant(long installation, Map<String, String> permissions) {
        installations.change(installation, one -> one.granted(permissions));
    }

    /** Whether a caller acts for an installation that is suspended. */
    public boolean suspended(Caller caller) {
        return Optional.ofNullable(caller.token())
                .map(Token::grant)
                .flatMap(grant -> installation(grant.installation()))
                .filter(Installation::suspended)
                .isPresent();
    }

    /** Ends an installation's token before its time. */
    public void revoke(Token token) {
        tokens.revoke(token, clock.instant());
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
