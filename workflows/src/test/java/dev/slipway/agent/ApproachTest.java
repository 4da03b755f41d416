package dev.slipway.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ApproachTest {
    private static final Duration CONFIGURED = Duration.ofMinutes(10);

    @Test
    void anAgentThatWasTooSlowGetsMoreTimeWithinBounds() {
        Approach second = Approach.FIRST.after(AgentOutcome.TIMED_OUT);
        Approach third = second.after(AgentOutcome.TIMED_OUT);

        assertThat(Approach.FIRST.stretched(CONFIGURED)).isEqualTo(CONFIGURED);
        assertThat(second.stretched(CONFIGURED)).isEqualTo(Duration.ofMinutes(15));
        assertThat(third.stretched(CONFIGURED)).isEqualTo(Duration.ofMinutes(20));
        assertThat(third.after(AgentOutcome.TIMED_OUT)).isEqualTo(third);
        assertThat(third.prompt()).isEqualTo(PromptSize.FULL);
    }

    @Test
    void anAgentThatStalledOrRanOutOfContextIsToldLess() {
        assertThat(Approach.FIRST.after(AgentOutcome.STALLED)).isEqualTo(new Approach(PromptSize.SHORT, 1));
        assertThat(Approach.FIRST.after(AgentOutcome.CONTEXT_EXCEEDED)).isEqualTo(new Approach(PromptSize.SHORT, 0));
    }

    @Test
    void limitsAndCrashesChangeNothingAndWorkBeginsAnew() {
        Approach shorter = new Approach(PromptSize.SHORT, 1);

        assertThat(shorter.after(AgentOutcome.SESSION_LIMIT)).isEqualTo(shorter);
        assertThat(shorter.after(AgentOutcome.CRASHED)).isEqualTo(shorter);
        assertThat(shorter.after(AgentOutcome.COMPLETED)).isEqualTo(Approach.FIRST);
    }
}
