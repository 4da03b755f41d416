package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.sandbox.model.ModelServlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong with the model endpoint when it is told to. */
class ModelFaultsTest {
    private static final String MESSAGES = "/v1/messages";
    private static final String KEY = "sk-ant-sandbox-key";

    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock();
    private SandboxServer sandbox;
    private FaultClient faults;
    private RestClient model;

    @BeforeEach
    void start() throws IOException {
        sandbox = SandboxServer.start(SandboxOptions.in(folder)
                .withUsers(1)
                .withClock(clock)
                .withServlet("/model/*", server -> new ModelServlet()));
        faults = new FaultClient(sandbox.url());
        model = new RestClient(sandbox.url() + "/model", null);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource({
        "token-revoked,401,authentication_error",
        "permission-denied,403,permission_error",
        "server-error,500,api_error",
        "overloaded,529,overloaded_error",
        "rate-limited,429,rate_limit_error",
        "session-limit,429,rate_limit_error",
        "weekly-limit,429,rate_limit_error",
        "credit-exhausted,400,invalid_request_error",
        "context-exceeded,400,invalid_request_error"
    })
    void aRefusalHasAnthropicsStatusAndType(String kind, int status, String type) {
        faults.add("{'kind':'" + kind + "','times':1}");

        RestClient.Reply refused = ask(false).expect(status);

        assertThat(refused.text("type")).isEqualTo("error");
        assertThat(refused.json().at("/error/type").asText()).isEqualTo(type);
        assertThat(refused.text("request_id"))
                .isEqualTo(refused.header("request-id").orElseThrow());
        assertThat(faults.lastStruck().path("fault").asText()).isEqualTo(kind);
        assertThat(faults.lastStruck().path("status").asInt()).isEqualTo(status);
        ask(false).expect(200);
    }

    @ParameterizedTest
    @CsvSource({"2s,2", "1h,3600"})
    void aRateLimitSaysWhenToTryAgain(String retryAfter, String seconds) {
        faults.add("{'kind':'rate-limited','retryAfter':'" + retryAfter + "'}");

        RestClient.Reply refused = ask(false).expect(429);

        assertThat(refused.header("retry-after")).hasValue(seconds);
        assertThat(Instant.parse(
                        refused.header("anthropic-ratelimit-requests-reset").orElseThrow()))
                .isEqualTo(clock.instant().plusSeconds(Long.parseLong(seconds)));
    }

    @Test
    void anAnswerIsDeclined() {
        faults.add("{'kind':'content-refused','times':1}");

        assertThat(ask(false).expect(200).text("stop_reason")).isEqualTo("refusal");
        assertThat(ask(false).expect(200).text("stop_reason")).isNotEqualTo("refusal");
    }

    @Test
    void aWeeklyLimitNamesItsWindow() {
        faults.add("{'kind':'weekly-limit','resetsIn':'30h'}");

        RestClient.Reply refused = ask(false).expect(429);

        assertThat(refused.header("anthropic-ratelimit-unified-representative-claim"))
                .hasValue("seven_day");
        assertThat(refused.header("anthropic-ratelimit-unified-5h-status")).hasValue("allowed");
        clock.forward(Duration.ofHours(31));
        ask(false).expect(200);
    }

    @Test
    void aSessionLimitLastsUntilItsReset() {
        faults.add("{'kind':'session-limit','resetsIn':'5h'}");
        String reset = String.valueOf(clock.instant().plusSeconds(5 * 3600).getEpochSecond());

        RestClient.Reply refused = ask(false).expect(429);

        assertThat(refused.header("anthropic-ratelimit-unified-status")).hasValue("rejected");
        assertThat(refused.header("anthropic-ratelimit-unified-representative-claim"))
                .hasValue("five_hour");
        assertThat(refused.header("anthropic-ratelimit-unified-reset")).hasValue(reset);
        assertThat(refused.header("anthropic-ratelimit-unified-5h-reset")).hasValue(reset);
        assertThat(refused.header("retry-after")).hasValue("18000");
        clock.forward(Duration.ofHours(5));
        ask(false).expect(200);
    }

    @Test
    void aQuotedLimitIsOnlyText() {
        faults.add("{'kind':'quoted-limit'}");

        RestClient.Reply answered = ask(false).expect(200);

        assertThat(answered.json().at("/content/0/text").asText())
                .contains("usage limit reached")
                .contains("rate_limit_error");
        assertThat(answered.text("stop_reason")).isEqualTo("end_turn");
        assertThat(answered.header("retry-after")).isEmpty();
    }

    @Test
    void aStreamIsCutInTheMiddle() throws Exception {
        String whole = ask(true).expect(200).raw().body();
        faults.add("{'kind':'stream-cut'}");

        List<String> lines = new ArrayList<>();
        HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.url() + "/model" + MESSAGES))
                .header("x-api-key", KEY)
                .POST(HttpRequest.BodyPublishers.ofString(body(true)))
                .build();
        HttpResponse<Stream<String>> answer =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofLines());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> answer.body().forEach(lines::add)).isInstanceOf(UncheckedIOException.class);
        assertThat(lines).contains("event: message_start").doesNotContain("event: message_stop");
        assertThat(whole).contains("event: message_stop");
    }

    @Test
    void aHangEndsWithTheConnection() {
        faults.add("{'kind':'hang','delay':'10ms','times':1}");

        assertThatThrownBy(() -> ask(true)).isInstanceOf(UncheckedIOException.class);
        ask(true).expect(200);
    }

    @Test
    void whatHappensToTheModelIsNoRequestToGitHub() {
        faults.add("{'kind':'overloaded'}");
        ask(false).expect(529);

        assertThat(new RestClient(sandbox.url() + "/_sandbox", null)
                        .get("/stats")
                        .json()
                        .at("/totals/githubRequests")
                        .asInt(-1))
                .isZero();
    }

    private RestClient.Reply ask(boolean stream) {
        return model.send("POST", MESSAGES, body(stream), Map.of("x-api-key", KEY));
    }

    private static String body(boolean stream) {
        return "{\"model\":\"m\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"How are you?\"}]}";
    }
}
