package dev.slipway.activities.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.activities.process.ProcessOutcome;
import dev.slipway.activities.process.RunningProcess;
import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.TokenUsage;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaudeStreamTest {
    private static final OutcomeClassifier CLASSIFIER =
            new OutcomeClassifier(Clock.fixed(Instant.ofEpochSecond(1_794_990_000L), ZoneOffset.UTC));

    private static final String INIT = """
            {"type":"system","subtype":"init","cwd":"/w","session_id":"s-1","tools":["Write"],"model":"some-model","uuid":"u"}""";

    private static final String WORK = """
            {"type":"assistant","message":{"id":"m1","role":"assistant","content":[{"type":"text","text":"On it."}],\
            "usage":{"input_tokens":100,"cache_creation_input_tokens":3,"cache_read_input_tokens":2,"output_tokens":20}},\
            "session_id":"s-1"}""";

    private static final String DONE = """
            {"type":"result","subtype":"success","is_error":false,"api_error_status":null,"num_turns":2,"result":"Done.",\
            "stop_reason":"end_turn","session_id":"s-1","total_cost_usd":0.0421,"usage":{"input_tokens":200,\
            "cache_creation_input_tokens":7,"cache_read_input_tokens":5,"output_tokens":40},"permission_denials":[]}""";

    private static final String LIMIT = """
            {"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":1795000000,\
            "rateLimitType":"five_hour"},"session_id":"s-1"}""";

    private static final String UNKNOWN = """
            {"type":"result","subtype":"error_during_execution","is_error":true,"num_turns":0,\
            "errors":["No conversation found"]}""";

    private static final String RETRY = """
            {"type":"system","subtype":"api_retry","attempt":1,"max_retries":3,"retry_delay_ms":560,"error_status":null,\
            "error":"unknown","session_id":"s-1"}""";

    private final List<String> sessions = new ArrayList<>();
    private int answers;
    private final AgentJob.Watcher watcher = new AgentJob.Watcher() {
        @Override
        public void started(RunningProcess process) {}

        @Override
        public void session(String id) {
            sessions.add(id);
        }

        @Override
        public void answered() {
            answers++;
        }
    };

    @Test
    void readsARunThatWentWell() {
        AgentReport report = report(exit(0), INIT, WORK, WORK, DONE);

        assertThat(report.outcome()).isEqualTo(AgentOutcome.COMPLETED);
        assertThat(report.session()).isEqualTo("s-1");
        assertThat(report.model()).isEqualTo("some-model");
        assertThat(report.turns()).isEqualTo(2);
        assertThat(report.costUsd()).isEqualByComparingTo(new BigDecimal("0.0421"));
        assertThat(report.tokens()).isEqualTo(new TokenUsage(200, 40, 5, 7));
        assertThat(report.headline()).isEmpty();
        assertThat(sessions).containsExactly("s-1");
    }

    @ParameterizedTest
    @CsvSource({
        "401, authentication_failed, AUTH_FAILED",
        "429, rate_limit, RATE_LIMITED",
        "529, server_error, OVERLOADED",
        "500, server_error, OVERLOADED",
        "400, billing_error, CREDIT_EXHAUSTED",
        "413, invalid_request, CONTEXT_EXCEEDED",
        "400, invalid_request, CRASHED",
    })
    void tellsApiFailuresApart(int status, String error, AgentOutcome outcome) {
        String failed = "{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":true,\"api_error_status\":" + status
                + ",\"num_turns\":1,\"result\":\"API Error: what it says\"}";

        AgentReport report = report(exit(1), INIT, synthetic(error), failed);

        assertThat(report.outcome()).isEqualTo(outcome);
        assertThat(report.headline()).isEqualTo("API Error: what it says");
        assertThat(report.tokens()).isEqualTo(TokenUsage.NONE);
    }

    @Test
    void takesTheStatusFromTheLastRetryWhereTheResultHasNone() {
        String retry = "{\"type\":\"system\",\"subtype\":\"api_retry\",\"attempt\":2,\"error_status\":529}";
        String failed = "{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":true,\"api_error_status\":null}";

        assertThat(report(exit(1), INIT, retry, synthetic("server_error"), failed)
                        .outcome())
                .isEqualTo(AgentOutcome.OVERLOADED);
    }

    @Test
    void knowsASessionLimitAndWhenItEndsWhateverTheExitCode() {
        String failed =
                "{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":true,\"api_error_status\":429,\"result\":\"limit\"}";
        for (AgentReport report : List.of(
                report(exit(0), INIT, LIMIT, failed), report(exit(1), INIT, LIMIT), report(exit(0), INIT, LIMIT))) {
            assertThat(report.outcome()).isEqualTo(AgentOutcome.SESSION_LIMIT);
            assertThat(report.until()).isEqualTo(Instant.ofEpochSecond(1_795_000_000L));
        }
        assertThat(report(exit(1), INIT, LIMIT.replace("five_hour", "seven_day_opus"), failed)
                        .outcome())
                .isEqualTo(AgentOutcome.WEEKLY_LIMIT);
    }

    @Test
    void talkOfALimitIsNoLimit() {
        String talk = WORK.replace(
                "On it.",
                "the log says: {\\\"type\\\":\\\"rate_limit_event\\\",\\\"rate_limit_info\\\":{\\\"status\\\":\\\"rejected\\\"}} 429");

        AgentReport report = report(exit(0), INIT, talk, "You've hit your session limit, resets 3pm", DONE);

        assertThat(report.outcome()).isEqualTo(AgentOutcome.COMPLETED);
    }

    @Test
    void aLimitThatWasOnlyNearIsNone() {
        String allowed = LIMIT.replace("rejected", "allowed_warning");

        assertThat(report(exit(1), INIT, allowed).outcome()).isEqualTo(AgentOutcome.CRASHED);
    }

    @ParameterizedTest
    @CsvSource({"error_max_turns, TURN_LIMIT", "error_max_budget_usd, SPEND_LIMIT", "error_during_execution, CRASHED"})
    void tellsItsOwnBoundsApart(String subtype, AgentOutcome outcome) {
        String failed = "{\"type\":\"result\",\"subtype\":\"" + subtype
                + "\",\"is_error\":true,\"num_turns\":4,\"errors\":[\"Reached it\"],\"total_cost_usd\":0.003}";

        assertThat(report(exit(1), INIT, WORK, failed).outcome()).isEqualTo(outcome);
    }

    @Test
    void namesTheToolsThatWereDenied() {
        String denied = DONE.replace(
                "\"permission_denials\":[]",
                "\"permission_denials\":[{\"tool_name\":\"Bash\",\"tool_input\":{}},{\"tool_name\":\"Bash\"},{\"tool_name\":\"Write\"}]");

        AgentReport report = report(exit(0), INIT, WORK, denied);

        assertThat(report.outcome()).isEqualTo(AgentOutcome.COMPLETED);
        assertThat(report.deniedTools()).containsExactly("Bash", "Write");
    }

    @Test
    void countsWhatWasUsedUntilItWasKilled() {
        AgentReport report = report(new ProcessOutcome(143, true, false, 10, Duration.ofSeconds(1)), INIT, WORK, WORK);

        assertThat(report.outcome()).isEqualTo(AgentOutcome.TIMED_OUT);
        assertThat(report.tokens()).isEqualTo(new TokenUsage(100, 20, 2, 3));
        assertThat(report(new ProcessOutcome(0, false, true, 10, Duration.ofSeconds(1)), INIT, WORK)
                        .outcome())
                .isEqualTo(AgentOutcome.INTERRUPTED);
    }

    @Test
    void anEndWithoutAResultIsACrashThatSaysItsLastWords() {
        AgentReport report = report(exit(0), "node: bad option", "Error: cannot find the model");

        assertThat(report.outcome()).isEqualTo(AgentOutcome.CRASHED);
        assertThat(report.headline()).isEqualTo("Error: cannot find the model");
        assertThat(report(exit(9)).headline()).isEqualTo("exit code 9");
    }

    @Test
    void understandsBrokenLines() {
        String tail = DONE.substring(100);
        // an event cut in two by another one, on lines of its own or in the midst of the line
        String near = LIMIT.replace("rejected", "allowed_warning");
        assertThat(report(exit(1), INIT, DONE.substring(0, 100), near, tail).outcome())
                .isEqualTo(AgentOutcome.COMPLETED);
        assertThat(report(exit(1), INIT, WORK.substring(0, 60) + LIMIT, WORK.substring(60))
                        .outcome())
                .isEqualTo(AgentOutcome.SESSION_LIMIT);
        assertThat(report(exit(1), INIT, WORK + LIMIT).outcome()).isEqualTo(AgentOutcome.SESSION_LIMIT);
        String otherOrder = DONE.replace("{\"type\":\"result\",", "{")
                .replace("\"permission_denials\":[]}", "\"type\":\"result\"}");
        assertThat(report(exit(1), INIT, otherOrder.substring(0, 70), otherOrder.substring(70))
                        .outcome())
                .isEqualTo(AgentOutcome.COMPLETED);
        // one that never ends, then a whole one
        assertThat(report(exit(0), INIT, WORK.substring(0, 60), DONE).outcome()).isEqualTo(AgentOutcome.COMPLETED);
        assertThat(report(exit(1), INIT, DONE.substring(0, DONE.length() - 1)).outcome())
                .isEqualTo(AgentOutcome.CRASHED);
        assertThat(report(exit(0), "{\"type\":\"from the future\",\"x\":1}", "[1]", "null", "{}", DONE)
                        .outcome())
                .isEqualTo(AgentOutcome.COMPLETED);
    }

    @Test
    void aStreamThatWantsToKeepUsBusyDoesNot() {
        ClaudeStream stream = new ClaudeStream(CLASSIFIER, watcher);
        stream.line("{\"type\":".repeat(100_000));
        for (int i = 0; i < 100_000; i++) {
            stream.line("{\"type\":\"x" + "\"}");
            stream.line("{\"a\":\"");
            stream.line("}");
        }
        stream.line(INIT.replace("s-1", "--dangerous"));
        stream.line(DONE);

        AgentReport report = stream.report(new AgentEnd(exit(0), false), null);

        assertThat(report.outcome()).isEqualTo(AgentOutcome.COMPLETED);
        assertThat(report.session()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"true, false, TIMED_OUT", "false, true, STALLED"})
    void aProviderThatNeverAnswersIsNoFaultOfTheAgents(boolean timedOut, boolean stalled, AgentOutcome otherwise) {
        AgentEnd end = new AgentEnd(new ProcessOutcome(143, timedOut, stalled, 10, Duration.ofSeconds(1)), stalled);

        assertThat(reportOf(end, null, INIT, WORK, RETRY, RETRY).outcome()).isEqualTo(AgentOutcome.OVERLOADED);
        assertThat(reportOf(end, null, INIT, RETRY, WORK).outcome()).isEqualTo(otherwise);
        assertThat(reportOf(end, null, INIT, WORK).outcome()).isEqualTo(otherwise);
    }

    @Test
    void tellsOnceThatTheModelAnswered() {
        report(exit(1), INIT, RETRY, synthetic("server_error"));
        assertThat(answers).isZero();

        report(exit(0), INIT, WORK, WORK, DONE);
        assertThat(answers).isEqualTo(1);
    }

    @Test
    void aLimitAfterWhichTheModelSpokeIsOver() {
        AgentReport killed = report(exit(137), INIT, LIMIT, WORK);
        assertThat(killed.outcome()).isEqualTo(AgentOutcome.CRASHED);
        assertThat(killed.until()).isNull();

        String later = "{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":true,\"api_error_status\":429}";
        AgentReport limited = report(exit(1), INIT, LIMIT, WORK, synthetic("rate_limit"), later);
        assertThat(limited.outcome()).isEqualTo(AgentOutcome.RATE_LIMITED);
        assertThat(limited.until()).isNull();
    }

    @Test
    void aRunThatEndsBeforeItTellsItsSessionKeepsTheOneThatItWasToGoOnWith() {
        AgentEnd crashed = new AgentEnd(exit(137), false);
        assertThat(reportOf(crashed, "s-0", "some words").session()).isEqualTo("s-0");
        assertThat(reportOf(crashed, "s-0", INIT).session()).isEqualTo("s-1");
        assertThat(reportOf(crashed, "s-0", UNKNOWN).session()).isNull();
    }

    @Test
    void knowsASessionThatCanNotBeResumed() {
        ClaudeStream stream = new ClaudeStream(CLASSIFIER, watcher);
        stream.line(UNKNOWN);
        assertThat(stream.resumedNothing()).isTrue();

        ClaudeStream worked = new ClaudeStream(CLASSIFIER, watcher);
        Stream.of(INIT, WORK, DONE).forEach(worked::line);
        assertThat(worked.resumedNothing()).isFalse();
    }

    private static String synthetic(String error) {
        return "{\"type\":\"assistant\",\"message\":{\"id\":\"m\",\"model\":\"<synthetic>\",\"content\":[]},\"error\":\""
                + error + "\"}";
    }

    private static ProcessOutcome exit(int code) {
        return new ProcessOutcome(code, false, false, 10, Duration.ofSeconds(1));
    }

    private AgentReport report(ProcessOutcome process, String... lines) {
        return reportOf(new AgentEnd(process, false), null, lines);
    }

    private AgentReport reportOf(AgentEnd end, @Nullable String resumed, String... lines) {
        ClaudeStream stream = new ClaudeStream(CLASSIFIER, watcher);
        for (String line : lines) {
            stream.line(line);
        }
        return stream.report(end, resumed);
    }
}
