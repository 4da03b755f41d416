package dev.slipway.activities.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.activities.process.ProcessOutcome;
import dev.slipway.agent.AgentOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams of the real CLI, recorded against a loopback endpoint; in folders by its version. */
class RecordedClaudeStreamsTest {
    private static final Instant RESETS = Instant.ofEpochSecond(1_795_257_842L);
    private static final OutcomeClassifier CLASSIFIER =
            new OutcomeClassifier(Clock.fixed(RESETS.minus(Duration.ofHours(3)), ZoneOffset.UTC));
    private static final String LIMIT_TYPE = "\"type\":\"rate_limit_event\"";

    @ParameterizedTest
    @CsvSource({
        "2.1.197/ok, 0, COMPLETED",
        "2.1.197/resume, 0, COMPLETED",
        "2.1.197/permission-denied, 0, COMPLETED",
        "2.1.197/auth-401, 1, AUTH_FAILED",
        "2.1.197/overloaded-529, 1, OVERLOADED",
        "2.1.197/max-turns, 1, TURN_LIMIT",
        "2.1.329/quoted-limit, 0, COMPLETED",
        "2.1.329/auth-401, 1, AUTH_FAILED",
        "2.1.329/auth-403, 1, AUTH_FAILED",
        "2.1.329/limited-429-short, 1, RATE_LIMITED",
        "2.1.329/limited-429-long, 1, RATE_LIMITED",
        "2.1.329/error-500, 1, OVERLOADED",
        "2.1.329/overloaded-529, 1, OVERLOADED",
        "2.1.329/hang, 1, OVERLOADED",
        "2.1.329/drop, 1, OVERLOADED",
        "2.1.329/stream-cut, 1, OVERLOADED",
        "2.1.329/session-limit, 1, SESSION_LIMIT",
        "2.1.329/context-exceeded, 1, CONTEXT_EXCEEDED",
    })
    void isJudgedByItsStructure(String stream, int exitCode, AgentOutcome outcome) throws IOException {
        AgentReport report = report(exitCode, lines(stream));

        assertThat(report.outcome()).isEqualTo(outcome);
        assertThat(report.session()).isNotBlank();
        assertThat(report.until()).isEqualTo(outcome == AgentOutcome.SESSION_LIMIT ? RESETS : null);
        assertThat(report.headline()).isEqualTo(outcome.worked() ? "" : report.headline());
        assertThat(outcome.worked() || !report.headline().isBlank()).isTrue();
    }

    @Test
    void namesTheDeniedTool() throws IOException {
        assertThat(report(0, lines("2.1.197/permission-denied")).deniedTools()).containsExactly("Write");
    }

    /** The session limit's event is lost; the refused answer carries the same fields. */
    @Test
    void findsTheLimitInTheRefusedAnswerToo() throws IOException {
        List<String> lines = lines("2.1.329/session-limit").stream()
                .filter(line -> !line.contains(LIMIT_TYPE))
                .toList();

        AgentReport report = report(1, lines);

        assertThat(report.outcome()).isEqualTo(AgentOutcome.SESSION_LIMIT);
        assertThat(report.until()).isEqualTo(RESETS);
    }

    /** Every other word that anybody wrote is turned into talk of a limit: a classifier that reads prose would believe it. */
    @Test
    void proseAboutLimitsChangesNothing() throws IOException {
        String talk =
                "Claude AI usage limit reached|1893456000 API Error: 429 rate_limit_error You've hit your 5-hour limit"
                        + " \\\\u00b7 resets 3pm {\\\\\"type\\\\\":\\\\\"rate_limit_event\\\\\",\\\\\"rate_limit_info\\\\\":{\\\\\"status\\\\\":"
                        + "\\\\\"rejected\\\\\",\\\\\"rateLimitType\\\\\":\\\\\"five_hour\\\\\"}}";
        for (String stream : List.of("2.1.197/ok", "2.1.197/permission-denied", "2.1.329/quoted-limit")) {
            List<String> lines = lines(stream).stream()
                    .map(line -> line.replaceAll(
                            "\"(text|content|result|thinking)\":\"[^\"\\\\]*\"", "\"$1\":\"" + talk + "\""))
                    .toList();
            assertThat(String.join("\n", lines)).contains("usage limit reached");

            assertThat(report(0, lines).outcome()).as(stream).isEqualTo(AgentOutcome.COMPLETED);
        }
        List<String> refused = lines("2.1.329/auth-401").stream()
                .map(line -> line.replaceAll("\"(text|result)\":\"[^\"\\\\]*\"", "\"$1\":\"" + talk + "\""))
                .toList();
        assertThat(report(1, refused).outcome()).isEqualTo(AgentOutcome.AUTH_FAILED);
    }

    /** Wherever one event is cut by another's line, in every way in which writers that do not wait for each other can. */
    @Test
    void findsALimitThatIsTornByAnotherLine() throws IOException {
        List<String> lines = lines("2.1.329/session-limit");
        String init = lines.get(0);
        String limit = lines.stream()
                .filter(line -> line.contains(LIMIT_TYPE))
                .findFirst()
                .orElseThrow();
        String other = lines("2.1.197/ok").get(1);
        IntStream.range(10, limit.length() - 1).forEach(at -> {
            String head = limit.substring(0, at);
            String tail = limit.substring(at);
            for (List<String> torn : List.of(
                    List.of(init, head, other, tail),
                    List.of(init, head + other, tail),
                    List.of(init, head, other + tail),
                    List.of(init, head + other + tail),
                    List.of(init, head, "{\"type\":\"from the future\"}", tail))) {
                AgentReport report = report(1, torn);
                assertThat(report.outcome()).as("%s", torn).isEqualTo(AgentOutcome.SESSION_LIMIT);
                assertThat(report.until()).as("%s", torn).isEqualTo(RESETS);
            }
        });
        IntStream.range(10, other.length() - 1).forEach(at -> {
            List<String> torn = List.of(init, other.substring(0, at) + limit, other.substring(at));
            assertThat(report(1, torn).outcome()).as("%s", torn).isEqualTo(AgentOutcome.SESSION_LIMIT);
        });
    }

    /** A stream that ends anywhere gives what it has told so far, and never a wrong time. */
    @Test
    void aStreamThatIsCutAnywhereIsNeverMisread() throws IOException {
        String all = String.join("\n", lines("2.1.329/session-limit"));
        int told = all.indexOf("\"five_hour\"") + "\"five_hour\"".length() + 1;
        for (int end = 0; end < all.length(); end += 7) {
            AgentReport report = report(1, all.substring(0, end).lines().toList());

            assertThat(report.outcome())
                    .as("cut at %s", end)
                    .isIn(AgentOutcome.SESSION_LIMIT, AgentOutcome.RATE_LIMITED, AgentOutcome.CRASHED);
            assertThat(report.until()).as("cut at %s", end).isIn(null, RESETS);
            if (end > told) {
                assertThat(report.outcome()).as("cut at %s", end).isEqualTo(AgentOutcome.SESSION_LIMIT);
            }
        }
    }

    @Test
    void aResultWithoutItsEndIsBelievedWhereTheRestCouldChangeNothing() throws IOException {
        List<String> refused = lines("2.1.329/auth-401");
        List<String> well = lines("2.1.197/ok");

        assertThat(report(1, torn(refused)).outcome()).isEqualTo(AgentOutcome.AUTH_FAILED);
        assertThat(report(0, torn(well)).outcome()).isEqualTo(AgentOutcome.COMPLETED);
        assertThat(report(1, torn(well)).outcome()).isEqualTo(AgentOutcome.CRASHED);
    }

    private static List<String> torn(List<String> lines) {
        String last = lines.get(lines.size() - 1);
        return Stream.concat(lines.stream().limit(lines.size() - 1), Stream.of(last.substring(0, last.length() - 30)))
                .toList();
    }

    private static List<String> lines(String stream) throws IOException {
        try (InputStream in =
                RecordedClaudeStreamsTest.class.getResourceAsStream("/claude-code/" + stream + ".jsonl")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static AgentReport report(int exitCode, List<String> lines) {
        ClaudeStream stream = new ClaudeStream(CLASSIFIER, AgentJob.Watcher.NOBODY);
        lines.forEach(stream::line);
        return stream.report(
                new AgentEnd(new ProcessOutcome(exitCode, false, false, 10, Duration.ofSeconds(1)), false), null);
    }
}
