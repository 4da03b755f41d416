package dev.slipway.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.sandbox.world.Seed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kohsuke.github.GHFileNotFoundException;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubBuilder;
import org.kohsuke.github.HttpException;

/** What goes wrong with the REST API when it is told to, as clients see it. */
class RestFaultsTest {
    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock();
    private SandboxServer sandbox;
    private FaultClient faults;
    private RestClient client;

    @BeforeEach
    void start() throws IOException {
        sandbox = SandboxServer.start(SandboxOptions.in(folder).withClock(clock));
        faults = new FaultClient(sandbox.url());
        client = RestClient.as(sandbox, "factory-1");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void aRevokedTokenIsABadCredentialForItsUserOnly() throws IOException {
        faults.add("{'kind':'token-revoked','user':'factory-1'}");

        assertThat(client.get("/user").expect(401).text("message")).isEqualTo("Bad credentials");
        assertThat(github().isCredentialValid()).isFalse();
        RestClient.as(sandbox, "factory-2").get("/user").expect(200);
    }

    @Test
    void aSuspendedAccountIsForbidden() {
        faults.add("{'kind':'account-suspended','user':'factory-1'}");

        assertThatThrownBy(() -> github().getMyself())
                .isInstanceOf(HttpException.class)
                .hasMessageContaining("403")
                .hasMessageContaining("suspended");
        assertThat(client.get("/user").number("X-RateLimit-Remaining")).isEqualTo(5000);
    }

    @Test
    void aMissingScopeHidesWhatAClassicTokenMayNotChange() {
        faults.add("{'kind':'missing-scope','route':'POST /user/repos'}");

        RestClient.Reply refused =
                client.post("/user/repos", "{'name':'vault'}").expect(404);

        assertThat(refused.header("X-OAuth-Scopes")).hasValue("delete_repo, read:org, user, workflow");
        assertThat(refused.header("X-Accepted-OAuth-Scopes")).hasValue("repo");
        assertThatThrownBy(() -> github().createRepository("vault").create())
                .isInstanceOf(GHFileNotFoundException.class);
    }

    @Test
    void aMissingPermissionOfAnAppIsNamed() {
        faults.add("{'kind':'missing-scope'}");

        RestClient.Reply refused = RestClient.as(sandbox, Seed.APP_BOT)
                .post("/orgs/acme/repos", "{'name':'app'}")
                .expect(403);

        assertThat(refused.text("message")).isEqualTo("Resource not accessible by integration");
        assertThat(refused.header("X-Accepted-GitHub-Permissions")).hasValue("contents=write");
    }

    @Test
    void aPrimaryLimitNamesItsResetAndEndsThen() {
        faults.add("{'kind':'primary-limit','user':'factory-1','resetsIn':'30s'}");

        RestClient.Reply refused = client.get("/user").expect(403);

        assertThat(refused.text("message")).startsWith("API rate limit exceeded");
        assertThat(refused.number("X-RateLimit-Remaining")).isZero();
        assertThat(refused.number("X-RateLimit-Reset"))
                .isEqualTo(clock.instant().plusSeconds(30).getEpochSecond());
        client.get("/rate_limit").expect(200);
        RestClient.as(sandbox, "factory-2").get("/user").expect(200);

        clock.forward(Duration.ofSeconds(30));
        client.get("/user").expect(200);
    }

    @ParameterizedTest
    @CsvSource({"403,5s,5", "429,1500ms,2", "429,none,"})
    void aSecondaryLimitSaysHowLongToWaitOrNothing(int status, String retryAfter, String header) {
        faults.add("{'kind':'secondary-limit','status':" + status + ",'retryAfter':'" + retryAfter + "'}");

        RestClient.Reply refused = client.get("/user").expect(status);

        assertThat(refused.text("message")).startsWith("You have exceeded a secondary rate limit");
        assertThat(refused.text("documentation_url")).contains("secondary-rate-limits");
        assertThat(refused.header("Retry-After").orElse(null)).isEqualTo(header);
        assertThat(refused.number("X-RateLimit-Remaining")).isPositive();
    }

    @Test
    void aSecondaryLimitCanNameADate() {
        faults.add("{'kind':'secondary-limit','retryAfter':'date:90s'}");

        String header = client.get("/user").expect(403).header("Retry-After").orElseThrow();

        assertThat(ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant())
                .isEqualTo(Instant.parse("2026-01-31T12:01:30Z"));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503})
    void aServerErrorLastsAsManyTimesAsItIsAskedFor(int status) {
        faults.add("{'kind':'server-error','status':" + status + ",'times':2}");

        client.get("/user").expect(status);
        client.get("/user").expect(status);
        client.get("/user").expect(200);
    }

    @Test
    void aSlowAnswerIsTheRightOne() {
        String id = faults.add("{'kind':'slow','delay':'1ms','times':1}");

        client.get("/user").expect(200);

        assertThat(faults.one(id).path("state").asText()).isEqualTo("over");
        assertThat(faults.lastStruck().path("status").asInt()).isEqualTo(200);
    }

    @Test
    void aHangingRequestIsLostInTheEnd() {
        faults.add("{'kind':'hang','delay':'10ms','times':1}");

        // No GET: the JDK's client sends those again by itself.
        assertThatThrownBy(() -> client.post("/user/repos", "{'name':'vault'}"))
                .isInstanceOf(UncheckedIOException.class);
        client.post("/user/repos", "{'name':'vault'}").expect(201);
    }

    @Test
    void aConnectionDroppedBeforeTheEffectLeavesNothing() {
        String id = faults.add("{'kind':'drop-before','route':'POST /user/repos','times':1}");

        assertThatThrownBy(() -> client.post("/user/repos", "{'name':'vault'}"))
                .isInstanceOf(UncheckedIOException.class);

        client.get("/repos/factory-1/vault").expect(404);
        JsonNode logged = faults.lastStruck();
        assertThat(logged.path("fault").asText()).isEqualTo("drop-before");
        assertThat(logged.path("faultId").asText()).isEqualTo(id);
        assertThat(logged.path("status").asInt(-1)).isZero();
        assertThat(logged.path("login").asText()).isEqualTo("factory-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop-before", "drop-after"})
    void aConnectionIsDroppedAtOnceAlsoWhereNothingElseGoesOn(String kind) throws IOException {
        faults.add("{'kind':'" + kind + "'}");
        URI address = URI.create(sandbox.url());
        // Several, since which of the server's threads waits for connections meanwhile is a matter of chance.
        for (int i = 0; i < 30; i++) {
            try (Socket socket = new Socket(address.getHost(), address.getPort())) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream()
                        .write("GET /api/v3/meta HTTP/1.1\r\nHost: x\r\nUser-Agent: x\r\n\r\n".getBytes(US_ASCII));
                assertThatThrownBy(() -> socket.getInputStream().read())
                        .isInstanceOf(SocketException.class)
                        .hasMessageContaining("reset");
            }
        }
    }

    @Test
    void aConnectionDroppedAfterTheEffectLosesTheAnswerOnly() {
        faults.add("{'kind':'drop-after','route':'POST /user/repos','times':1}");

        assertThatThrownBy(() -> github().createRepository("vault").create())
                .isInstanceOfSatisfying(
                        HttpException.class,
                        failure -> assertThat(failure.getResponseCode()).isEqualTo(-1));

        client.get("/repos/factory-1/vault").expect(200);
        assertThat(faults.lastStruck().path("status").asInt()).isEqualTo(201);
    }

    @Test
    void onlyRequestsOfTheRouteAreHit() {
        faults.add("{'kind':'server-error','route':'GET /repos/*/*/pulls'}");
        client.post("/user/repos", "{'name':'vault'}").expect(201);

        client.get("/repos/factory-1/vault").expect(200);
        client.get("/repos/factory-1/vault/pulls").expect(502);
        client.get("/repos/factory-1/vault/pulls?state=open").expect(502);
        client.get("/repos/factory-1/vault/pulls/1").expect(404);
    }

    @Test
    void faultsDoNotTouchWhatTheSandboxTells() {
        faults.add("{'kind':'drop-before'}");

        assertThat(faults.all().path("count").asInt()).isEqualTo(1);
        assertThatThrownBy(() -> client.get("/user")).isInstanceOf(UncheckedIOException.class);
        assertThat(faults.clear()).isEqualTo(1);
        client.get("/user").expect(200);
    }

    private GitHub github() throws IOException {
        return new GitHubBuilder()
                .withEndpoint(sandbox.apiUrl())
                .withOAuthToken(sandbox.token("factory-1"))
                .build();
    }
}
