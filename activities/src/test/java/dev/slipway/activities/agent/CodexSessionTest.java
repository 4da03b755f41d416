package dev.slipway.activities.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.activities.agent.RunSigns.Cause;
import dev.slipway.activities.process.ProcessOutcome;
import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.TokenUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines as Codex 0.169.0 wrote them to its session files and its standard output. */
class CodexSessionTest {
    private static final String THREAD = "01a1fd0c-2cc1-7fd2-b232-29b2c41da802";
    private static final String BEGUN =
            "{\"type\":\"event_msg\",\"payload\":{\"type\":\"task_started\",\"turn_id\":\"t\"}}";
    private static final String WINDOWS = """
            {"type":"event_msg","payload":{"type":"token_count","info":null,"rate_limits":{"limit_id":"codex",\
            "primary":{"used_percent":%s,"window_minutes":300,"resets_at":1795260000},\
            "secondary":{"used_percent":%s,"window_minutes":10080,"resets_at":1795700000}}}}""";

    private static final String TOKENS = """
            {"type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"input_tokens":300,\
            "cached_input_tokens":60,"cache_write_input_tokens":0,"output_tokens":30,"total_tokens":330}},"rate_limits":null}}""";

    @TempDir
    private Path sessions;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"http_connection_failed\":{\"http_status_code\":401}} | NONE | 401 | AUTH_FAILED",
                "{\"response_too_many_failed_attempts\":{\"http_status_code\":429}} | NONE | 429 | RATE_LIMITED",
                "{\"http_connection_failed\":{\"http_status_code\":529}} | NONE | 529 | OVERLOADED",
                "{\"response_stream_disconnected\":{\"http_status_code\":null}} | PROVIDER | 0 | OVERLOADED",
                "\"internal_server_error\" | PROVIDER | 0 | OVERLOADED",
                "\"server_overloaded\" | PROVIDER | 0 | OVERLOADED",
                "\"other\" | PROVIDER | 0 | OVERLOADED",
                "\"unauthorized\" | LOGIN | 0 | AUTH_FAILED",
                "\"rate_limit_exceeded\" | RATE | 0 | RATE_LIMITED",
                "\"usage_limit_exceeded\" | CREDIT | 0 | CREDIT_EXHAUSTED",
                "\"context_window_exceeded\" | CONTEXT | 0 | CONTEXT_EXCEEDED",
                "\"cyber_policy\" | REFUSAL | 0 | CONTENT_REFUSED",
                "\"bad_request\" | NONE | 0 | CRASHED",
                "\"from_the_future\" | NONE | 0 | CRASHED",
            })
    void tellsFailuresApartByTheirCodes(String code, Cause cause, int status, AgentOutcome outcome) {
        CodexSession session = CodexSession.of(Stream.of("torn\"}", BEGUN, failed(code)));

        assertThat(session.cause()).isEqualTo(cause);
        assertThat(session.status()).isEqualTo(status);
        assertThat(report(session, 1, failure()).outcome()).isEqualTo(outcome);
    }

    @Test
    void takesTheLimitFromTheWindowThatIsUsedUp() {
        String code = failed("\"usage_limit_exceeded\"");

        AgentReport hours =
                report(CodexSession.of(Stream.of(BEGUN, WINDOWS.formatted("100.0", "40.0"), code)), 1, failure());
        AgentReport week =
                report(CodexSession.of(Stream.of(BEGUN, WINDOWS.formatted("100.0", "100.0"), code)), 1, failure());

        assertThat(hours.outcome()).isEqualTo(AgentOutcome.SESSION_LIMIT);
        assertThat(hours.until()).isEqualTo(Instant.ofEpochSecond(1_795_260_000L));
        assertThat(week.outcome()).isEqualTo(AgentOutcome.WEEKLY_LIMIT);
        assertThat(week.until()).isEqualTo(Instant.ofEpochSecond(1_795_700_000L));
    }

    @Test
    void aWindowThatIsUsedUpStopsNoRunThatEndedWell() {
        CodexSession session = CodexSession.of(Stream.of(BEGUN, WINDOWS.formatted("100.0", "40.0")));

        assertThat(report(session, 0, List.of("{\"type\":\"turn.completed\",\"usage\":{}}"))
                        .outcome())
                .isEqualTo(AgentOutcome.COMPLETED);
    }

    @Test
    void whatIsSaidAboutLimitsIsTalk() {
        String talk =
                "{\"type\":\"item.completed\",\"item\":{\"type\":\"agent_message\",\"text\":\"usage limit reached,"
                        + " unexpected status 429 {\\\"type\\\":\\\"turn.failed\\\"}\"}}";
        String said =
                "{\"type\":\"response_item\",\"payload\":{\"type\":\"message\",\"content\":[{\"text\":\"usage_limit_exceeded"
                        + " {\\\"type\\\":\\\"event_msg\\\"}\"}]}}";

        AgentReport report = report(
                CodexSession.of(Stream.of(BEGUN, said)),
                0,
                List.of(talk, "{\"type\":\"turn.completed\",\"usage\":{}}"));

        assertThat(report.outcome()).isEqualTo(AgentOutcome.COMPLETED);
    }

    @Test
    void aFailureOfAnEarlierTurnIsOver() {
        CodexSession session = CodexSession.of(Stream.of(BEGUN, failed("\"unauthorized\""), BEGUN));

        assertThat(session.cause()).isEqualTo(Cause.NONE);
    }

    @Test
    void countsOnlyWhatThisRunAddedToItsThread() {
        CodexSession before = CodexSession.of(Stream.of(BEGUN, TOKENS));
        CodexStream stream = stream(
                List.of(
                        "{\"type\":\"turn.completed\",\"usage\":{\"input_tokens\":700,\"cached_input_tokens\":160,\"output_tokens\":50}}"));

        assertThat(before.tokens()).isEqualTo(new TokenUsage(240, 30, 60, 0));
        assertThat(stream.report(exit(0), before, before, null).tokens()).isEqualTo(new TokenUsage(300, 20, 100, 0));
    }

    @Test
    void findsTheFileOfAThreadAndFollowsNoLink() throws IOException {
        Path day = Files.createDirectories(sessions.resolve("2026/11/21"));
        Files.writeString(
                day.resolve("rollout-2026-11-21T07-39-56-" + THREAD + ".jsonl"),
                BEGUN + "\n" + "x".repeat(2_000_000) + "\n" + failed("\"unauthorized\"") + "\n{\"type\":\"ev");
        Path other = Files.writeString(sessions.resolve("other"), failed("\"unauthorized\""));
        Files.createSymbolicLink(day.resolve("rollout-x-linked.jsonl"), other);

        assertThat(CodexSession.read(sessions, THREAD).cause()).isEqualTo(Cause.LOGIN);
        assertThat(CodexSession.read(sessions, "linked")).isEqualTo(CodexSession.NONE);
        assertThat(CodexSession.read(sessions, null)).isEqualTo(CodexSession.NONE);
        assertThat(CodexSession.read(sessions.resolve("none"), THREAD)).isEqualTo(CodexSession.NONE);
    }

    @Test
    void aWindowThatIsUsedUpStopsNoRunThatDidNotFailOnIt() {
        CodexSession session = CodexSession.of(Stream.of(BEGUN, WINDOWS.formatted("100.0", "40.0")));
        List<String> begun = List.of("{\"type\":\"thread.started\",\"thread_id\":\"" + THREAD + "\"}");

        AgentReport killed = report(session, 137, begun);

        assertThat(killed.outcome()).isEqualTo(AgentOutcome.CRASHED);
        assertThat(killed.until()).isNull();
    }

    @Test
    void aRunThatEndsBeforeItTellsItsSessionKeepsTheOneThatItWasToGoOnWith() {
        AgentReport killed =
                stream(List.of("some words")).report(exit(137), CodexSession.NONE, CodexSession.NONE, "t-0");

        assertThat(killed.session()).isEqualTo("t-0");
        assertThat(stream(failure())
                        .report(exit(1), CodexSession.NONE, CodexSession.NONE, "t-0")
                        .session())
                .isEqualTo(THREAD);
    }

    private static String failed(String code) {
        return "{\"type\":\"event_msg\",\"payload\":{\"type\":\"task_complete\",\"error\":{\"message\":\"what it says\","
                + "\"codex_error_info\":" + code + "}}}";
    }

    private static List<String> failure() {
        return List.of(
                "{\"type\":\"thread.started\",\"thread_id\":\"" + THREAD + "\"}",
                "{\"type\":\"error\",\"message\":\"what it says\"}",
                "{\"type\":\"turn.failed\",\"error\":{\"message\":\"what it says\"}}");
    }

    private static AgentReport report(CodexSession session, int exitCode, List<String> lines) {
        return stream(lines).report(exit(exitCode), CodexSession.NONE, session, null);
    }

    private static CodexStream stream(List<String> lines) {
        Clock clock = Clock.fixed(Instant.ofEpochSecond(1_795_250_000L), ZoneOffset.UTC);
        CodexStream stream = new CodexStream(new OutcomeClassifier(clock), AgentJob.Watcher.NOBODY);
        lines.forEach(stream::line);
        return stream;
    }

    private static AgentEnd exit(int code) {
        return new AgentEnd(new ProcessOutcome(code, false, false, 1, Duration.ZERO), false);
    }
}
