package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.sandbox.world.Seed;
import dev.slipway.sandbox.world.Token;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RateLimitTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    @TempDir
    Path folder;

    private SandboxServer sandbox;

    @BeforeEach
    void start() throws IOException {
        start(NOON, 20);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void countsAllTokensOfAUserTogether() {
        List<String> tokens = sandbox.tokens().stream()
                .filter(token -> token.login().equals("factory-1"))
                .map(Token::value)
                .toList();
        assertThat(tokens).hasSizeGreaterThan(1);
        assertThat(new RestClient(sandbox.apiUrl(), tokens.get(0)).get("/user").number("X-RateLimit-Used"))
                .isEqualTo(1);
        assertThat(new RestClient(sandbox.apiUrl(), tokens.get(1)).get("/user").number("X-RateLimit-Used"))
                .isEqualTo(2);
        assertThat(RestClient.as(sandbox, "factory-2").get("/user").number("X-RateLimit-Used"))
                .isEqualTo(1);
        assertThat(RestClient.as(sandbox, Seed.APP_BOT).get("/orgs/acme").number("X-RateLimit-Used"))
                .isEqualTo(1);
    }

    @Test
    void chargesNothingForAnAnswerThatTheClientAlreadyHas() {
        RestClient client = RestClient.as(sandbox, "factory-1");
        client.post("/user/repos", "{'name':'vault'}").expect(201);
        String tag = client.get("/repos/factory-1/vault").header("ETag").orElseThrow();
        RestClient.Reply again = client.get("/repos/factory-1/vault", "If-None-Match", tag);
        again.expect(304);
        assertThat(again.raw().body()).isEmpty();
        assertThat(again.header("ETag")).hasValue(tag);
        assertThat(again.number("X-RateLimit-Used")).isEqualTo(2);
        client.patch("/repos/factory-1/vault", "{'description':'new'}").expect(200);
        RestClient.Reply changed = client.get("/repos/factory-1/vault", "If-None-Match", tag);
        changed.expect(200);
        assertThat(changed.header("ETag")).isPresent().isNotEqualTo(Optional.of(tag));
    }

    @Test
    void asksForTheRateLimitForNothing() {
        RestClient client = RestClient.as(sandbox, "factory-1");
        client.get("/user");
        client.get("/rate_limit");
        RestClient.Reply reply = client.get("/rate_limit").expect(200);
        assertThat(reply.json().at("/resources/core/used").asInt()).isEqualTo(1);
        assertThat(reply.json().at("/rate/reset").asLong())
                .isEqualTo(NOON.plus(Duration.ofHours(1)).getEpochSecond());
    }

    @Test
    void refusesAboveTheLimitUntilTheHourIsOver() throws IOException {
        RestClient client = RestClient.as(sandbox, "factory-1");
        for (int request = 0; request < 20; request++) {
            client.get("/user").expect(200);
        }
        RestClient.Reply refused = client.get("/user").expect(403);
        assertThat(refused.text("message")).startsWith("API rate limit exceeded");
        assertThat(refused.number("X-RateLimit-Remaining")).isZero();
        assertThat(RestClient.as(sandbox, "factory-2").get("/user").status()).isEqualTo(200);

        sandbox.close();
        start(NOON.plus(Duration.ofMinutes(59)), 20);
        RestClient.as(sandbox, "factory-1").get("/user").expect(403);

        sandbox.close();
        start(NOON.plus(Duration.ofMinutes(61)), 20);
        RestClient.as(sandbox, "factory-1").get("/user").expect(200);
    }

    private void start(Instant time, int limit) throws IOException {
        sandbox = SandboxServer.start(SandboxOptions.in(folder)
                .withClock(Clock.fixed(time, ZoneOffset.UTC))
                .withRateLimit(limit));
    }
}
