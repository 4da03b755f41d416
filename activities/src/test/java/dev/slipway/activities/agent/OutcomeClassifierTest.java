package dev.slipway.activities.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.activities.agent.RunSigns.Cause;
import dev.slipway.activities.agent.RunSigns.Ending;
import dev.slipway.activities.process.ProcessOutcome;
import dev.slipway.agent.AgentOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeClassifierTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Instant SOON = NOW.plus(Duration.ofHours(3));

    private final OutcomeClassifier classifier = new OutcomeClassifier(Clock.fixed(NOW, ZoneOffset.UTC));
    private final Set<AgentOutcome> met = EnumSet.noneOf(AgentOutcome.class);

    @ParameterizedTest
    @CsvSource({
        "TURNS, 0, TURN_LIMIT",
        "SPEND, 0, SPEND_LIMIT",
        "CONTEXT, 400, CONTEXT_EXCEEDED",
        "REFUSAL, 0, CONTENT_REFUSED",
        "LOGIN, 401, AUTH_FAILED",
        "CREDIT, 400, CREDIT_EXHAUSTED",
        "RATE, 429, RATE_LIMITED",
        "PROVIDER, 0, OVERLOADED",
        "NONE, 401, AUTH_FAILED",
        "NONE, 402, CREDIT_EXHAUSTED",
        "NONE, 403, AUTH_FAILED",
        "NONE, 413, CONTEXT_EXCEEDED",
        "NONE, 429, RATE_LIMITED",
        "NONE, 500, OVERLOADED",
        "NONE, 529, OVERLOADED",
        "NONE, 400, CRASHED",
        "NONE, 0, CRASHED",
    })
    void aFailureIsJudgedByItsCauseThenByItsStatus(Cause cause, int status, AgentOutcome outcome) {
        assertThat(judge(new RunSigns(Ending.FAILED, true, cause, status, null, false), exit(1)))
                .isEqualTo(outcome);
    }

    @Test
    void everyOutcomeCanBeReached() {
        for (Cause cause : Cause.values()) {
            judge(new RunSigns(Ending.FAILED, true, cause, 0, null, false), exit(1));
        }
        for (ProviderLimit.Window window : ProviderLimit.Window.values()) {
            judge(limited(Ending.FAILED, window, SOON), exit(1));
        }
        judge(RunSigns.of(Ending.DONE), exit(0));
        judge(RunSigns.of(Ending.NONE), new AgentEnd(new ProcessOutcome(143, true, false, 1, Duration.ZERO), false));
        judge(RunSigns.of(Ending.NONE), new AgentEnd(new ProcessOutcome(143, false, true, 1, Duration.ZERO), true));
        judge(RunSigns.of(Ending.NONE), new AgentEnd(new ProcessOutcome(143, false, true, 1, Duration.ZERO), false));
        met.add(OutcomeClassifier.afterLooking(AgentOutcome.COMPLETED, List.of(), false));
        met.add(OutcomeClassifier.afterLooking(AgentOutcome.COMPLETED, List.of("Bash"), false));

        assertThat(met).containsExactlyInAnyOrder(AgentOutcome.values());
    }

    @Test
    void changesMakeWorkOfARunThatWasAlsoRefusedTools() {
        assertThat(OutcomeClassifier.afterLooking(AgentOutcome.COMPLETED, List.of("Bash"), true))
                .isEqualTo(AgentOutcome.COMPLETED);
        assertThat(OutcomeClassifier.afterLooking(AgentOutcome.CRASHED, List.of("Bash"), false))
                .isEqualTo(AgentOutcome.CRASHED);
    }

    @Test
    void aLimitAfterWhichTheModelSaidNothingMoreStandsWhateverTheAgentSays() {
        RunSigns endedWell = limited(Ending.DONE, ProviderLimit.Window.WEEK, SOON);
        RunSigns wentOn = new RunSigns(Ending.DONE, true, Cause.NONE, 0, endedWell.limit(), false);

        assertThat(judge(endedWell, exit(0))).isEqualTo(AgentOutcome.WEEKLY_LIMIT);
        assertThat(judge(wentOn, exit(0))).isEqualTo(AgentOutcome.COMPLETED);
    }

    @Test
    void anAgentThatWaitedForItsProviderWasNotSlow() {
        AgentEnd timedOut = new AgentEnd(new ProcessOutcome(143, true, false, 1, Duration.ZERO), false);
        AgentEnd stalled = new AgentEnd(new ProcessOutcome(143, false, true, 1, Duration.ZERO), true);

        assertThat(judge(new RunSigns(Ending.NONE, true, Cause.NONE, 529, null, false), timedOut))
                .isEqualTo(AgentOutcome.OVERLOADED);
        assertThat(judge(new RunSigns(Ending.NONE, true, Cause.NONE, 429, null, false), stalled))
                .isEqualTo(AgentOutcome.RATE_LIMITED);
        assertThat(judge(limited(Ending.NONE, ProviderLimit.Window.SESSION, SOON), stalled))
                .isEqualTo(AgentOutcome.SESSION_LIMIT);
        assertThat(judge(new RunSigns(Ending.NONE, true, Cause.NONE, 401, null, false), stalled))
                .isEqualTo(AgentOutcome.STALLED);
        assertThat(judge(new RunSigns(Ending.NONE, true, Cause.PROVIDER, 0, null, false), stalled))
                .isEqualTo(AgentOutcome.OVERLOADED);
        assertThat(judge(new RunSigns(Ending.NONE, true, Cause.PROVIDER, 0, null, false), timedOut))
                .isEqualTo(AgentOutcome.OVERLOADED);
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, NONE, 137, true, SESSION_LIMIT",
        "NONE, NONE, 137, false, CRASHED",
        "NONE, NONE, 143, false, INTERRUPTED",
        "FAILED, NONE, 1, true, SESSION_LIMIT",
        "FAILED, NONE, 1, false, CRASHED",
        "FAILED, RATE, 1, true, SESSION_LIMIT",
        "FAILED, RATE, 1, false, RATE_LIMITED",
        "DONE, NONE, 0, true, SESSION_LIMIT",
        "DONE, NONE, 0, false, COMPLETED",
    })
    void onlyALimitThatStillStandsParks(
            Ending ending, Cause cause, int exitCode, boolean stands, AgentOutcome outcome) {
        ProviderLimit limit = new ProviderLimit(ProviderLimit.Window.SESSION, SOON);
        OutcomeClassifier.Verdict verdict =
                classifier.judge(new RunSigns(ending, true, cause, 0, limit, stands), exit(exitCode));

        assertThat(verdict.outcome()).isEqualTo(outcome);
        assertThat(verdict.until()).isEqualTo(stands ? SOON : null);
    }

    @ParameterizedTest
    @CsvSource({
        "129, INTERRUPTED",
        "130, INTERRUPTED",
        "143, INTERRUPTED",
        "0, INTERRUPTED",
        "137, CRASHED",
        "1, CRASHED"
    })
    void anAgentWithoutAnEndIsJudgedByTheSignalThatEndedIt(int exitCode, AgentOutcome outcome) {
        assertThat(judge(new RunSigns(Ending.NONE, true, Cause.NONE, 0, null, false), exit(exitCode)))
                .isEqualTo(outcome);
    }

    @Test
    void anAgentThatNeverCameUpAndEndsWellIsACrash() {
        assertThat(judge(new RunSigns(Ending.NONE, false, Cause.NONE, 0, null, false), exit(0)))
                .isEqualTo(AgentOutcome.CRASHED);
    }

    @Test
    void aTimeInThePastIsNoneAndOneFarAheadIsBounded() {
        assertThat(until(SOON)).isEqualTo(SOON);
        assertThat(until(NOW)).isNull();
        assertThat(until(NOW.minusSeconds(3600))).isNull();
        assertThat(until(NOW.plus(Duration.ofDays(365)))).isEqualTo(NOW.plus(OutcomeClassifier.FARTHEST));
        assertThat(until(Instant.ofEpochSecond(ProviderLimit.LATEST))).isEqualTo(NOW.plus(OutcomeClassifier.FARTHEST));
    }

    private Instant until(Instant said) {
        return classifier
                .judge(limited(Ending.FAILED, ProviderLimit.Window.SESSION, said), exit(1))
                .until();
    }

    private static RunSigns limited(Ending ending, ProviderLimit.Window window, Instant until) {
        return new RunSigns(ending, true, Cause.NONE, 0, new ProviderLimit(window, until), true);
    }

    private static AgentEnd exit(int code) {
        return new AgentEnd(new ProcessOutcome(code, false, false, 1, Duration.ZERO), false);
    }

    private AgentOutcome judge(RunSigns signs, AgentEnd end) {
        AgentOutcome outcome = classifier.judge(signs, end).outcome();
        met.add(outcome);
        return outcome;
    }
}
