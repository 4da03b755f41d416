package dev.slipway.agent;

import java.time.Duration;

/**
 * How the next run of an agent is gone about, by how the ones before it ended.
 *
 * @param patience how often its times have been lengthened, at most {@value #MOST_PATIENCE} times
 */
public record Approach(PromptSize prompt, int patience) {
    /** How a first run is gone about. */
    public static final Approach FIRST = new Approach(PromptSize.FULL, 0);

    static final int MOST_PATIENCE = 2;

    public Approach {
        if (patience < 0 || patience > MOST_PATIENCE) {
            throw new IllegalArgumentException("patience " + patience + " is not within 0 and " + MOST_PATIENCE);
        }
    }

    /** The approach after a run that ended so: more time after one that took too long, fewer words after one that lost its way. */
    public Approach after(AgentOutcome outcome) {
        return switch (outcome) {
            case TIMED_OUT -> new Approach(prompt, more());
            case STALLED -> new Approach(PromptSize.SHORT, more());
            case CONTEXT_EXCEEDED -> new Approach(PromptSize.SHORT, patience);
            default -> outcome.worked() ? FIRST : this;
        };
    }

    /** A configured time as this approach allows it: as it is, half as long again, or twice as long. */
    public Duration stretched(Duration configured) {
        return configured.multipliedBy(2L + patience).dividedBy(2);
    }

    private int more() {
        return Math.min(MOST_PATIENCE, patience + 1);
    }
}
