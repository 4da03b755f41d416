package dev.slipway.activities.agent;

import dev.slipway.agent.AgentOutcome;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A limit that the provider named in a field of its own.
 *
 * @param until when it ends, as the provider said it; null where it did not
 */
record ProviderLimit(Window window, @Nullable Instant until) {
    /** In seconds since 1970: a number beyond it is no time. */
    static final long LATEST = Instant.parse("9999-01-01T00:00:00Z").getEpochSecond();

    private static final Duration LONGEST_SESSION = Duration.ofHours(12);

    /** Which of the provider's windows is used up. */
    enum Window {
        SESSION(AgentOutcome.SESSION_LIMIT),
        WEEK(AgentOutcome.WEEKLY_LIMIT),
        OTHER(AgentOutcome.RATE_LIMITED);

        private final AgentOutcome outcome;

        Window(AgentOutcome outcome) {
            this.outcome = outcome;
        }

        AgentOutcome outcome() {
            return outcome;
        }

        /** By the length of the window: some hours are a session, more is a week. */
        static Window of(Duration length) {
            return length.compareTo(LONGEST_SESSION) <= 0 ? SESSION : WEEK;
        }
    }
}
