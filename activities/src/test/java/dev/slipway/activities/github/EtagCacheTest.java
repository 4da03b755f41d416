package dev.slipway.activities.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.account.AccountName;
import dev.slipway.settings.secret.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EtagCacheTest {
    @TempDir
    Path folder;

    private static EtagCache.Key key(String name) {
        return new EtagCache.Key("factory-1", "https://api.github.com/" + name, null);
    }

    private static EtagCache.Stored answer(int bytes) {
        return new EtagCache.Stored("\"tag\"", 200, Map.of(), new byte[bytes]);
    }

    @Test
    void keepsSoManyAnswersAndDropsTheOneThatWasNotAskedForLongest() {
        EtagCache cache = new EtagCache(2, 1000);
        cache.keep(key("a"), answer(1));
        cache.keep(key("b"), answer(1));
        assertThat(cache.find(key("a"))).isPresent();
        cache.keep(key("c"), answer(1));

        assertThat(cache.find(key("b"))).isEmpty();
        assertThat(cache.find(key("a"))).isPresent();
        assertThat(cache.size()).isEqualTo(2);
    }

    @Test
    void keepsSoManyBytesHoweverFewAnswersTheyAre() {
        EtagCache cache = new EtagCache(1000, 1000);
        for (int i = 0; i < 50; i++) {
            cache.keep(key("page-" + i), answer(300));
            cache.keep(key("always"), answer(i));
            assertThat(cache.bytes()).isLessThanOrEqualTo(1000);
        }
        assertThat(cache.size()).isEqualTo(4);
        assertThat(cache.bytes()).as("replaced answers are not counted twice").isEqualTo(3 * 300 + 49);
    }

    @Test
    void anAnswerThatIsTooLargeIsNotKeptNorTheOneBeforeIt() {
        EtagCache cache = new EtagCache(10, 10L << 20);
        cache.keep(key("a"), answer(10));
        cache.keep(key("a"), answer((512 << 10) + 1));
        assertThat(cache.find(key("a"))).isEmpty();
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void tokensOfOneUserShareAnswersThoseOfTwoDoNotAndNoTokenIsKept() throws Exception {
        try (SandboxAccounts sandbox = new SandboxAccounts(folder)) {
            EtagCache cache = new EtagCache(100);
            Principals principals = new Principals(InstantSource.system(), PoolReports.NONE);
            String mine = sandbox.server.token("factory-1");
            AccountConnector one = connector(sandbox, "one", "factory-1", principals, cache);
            AccountConnector again = connector(sandbox, "again", "factory-1", principals, cache);
            AccountConnector two = connector(sandbox, "two", "factory-2", principals, cache);

            one.read("/users/outsider");
            assertThat(charged(sandbox)).isEqualTo(1);
            again.read("/users/outsider");
            assertThat(charged(sandbox)).as("confirmed for nothing").isEqualTo(1);
            two.read("/users/outsider");
            assertThat(charged(sandbox)).isEqualTo(2);

            URI url = URI.create(sandbox.server.apiUrl() + "/users/outsider");
            EtagCache.Stored stored = cache.find(
                            new EtagCache.Key("factory-1", url.toString(), "application/vnd.github+json"))
                    .orElseThrow();
            assertThat(stored.headers().keySet()).noneMatch(name -> name.equalsIgnoreCase("Authorization"));
            assertThat(stored.toString() + stored.headers() + new String(stored.body(), StandardCharsets.UTF_8))
                    .doesNotContain(mine);
        }
    }

    private static AccountConnector connector(
            SandboxAccounts sandbox, String name, String login, Principals principals, EtagCache cache) {
        AccountName named = AccountName.of(name);
        principals.learnt(named, login);
        String token = sandbox.server.token(login);
        return new AccountConnector(
                HttpClient.newHttpClient(),
                URI.create(sandbox.server.apiUrl()),
                named,
                () -> new Secret(token),
                principals,
                cache);
    }

    private static long charged(SandboxAccounts sandbox) {
        return sandbox.server.requests().all().stream()
                .filter(entry -> entry.status() != 304)
                .count();
    }
}
