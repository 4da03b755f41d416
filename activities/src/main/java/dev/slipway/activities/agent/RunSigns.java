package dev.slipway.activities.agent;

import org.jspecify.annotations.Nullable;

/**
 * What the events of a run say about its end, whoever the agent is: fields of its events only, never what it says.
 *
 * @param begun whether the agent came up at all
 * @param cause of a failure, by the agent's own codes
 * @param status of the HTTP answer that ended it, or that it was trying to get past; 0 for none
 * @param limit that the provider named; null for none
 * @param limitStands whether the model has said nothing since that limit
 */
record RunSigns(
        Ending ending,
        boolean begun,
        Cause cause,
        int status,
        @Nullable ProviderLimit limit,
        boolean limitStands) {
    /** What the agent itself said of its end. */
    enum Ending {
        /** Nothing: it was cut off. */
        NONE,
        DONE,
        FAILED
    }

    /** Why an agent failed, as it says itself. */
    enum Cause {
        NONE,
        LOGIN,
        CREDIT,
        RATE,
        /** The provider does not answer, or answers that it can't. */
        PROVIDER,
        REFUSAL,
        CONTEXT,
        TURNS,
        SPEND
    }

    /** The limit that still holds when the run ends; null for none. */
    @Nullable
    ProviderLimit standing() {
        return limitStands ? limit : null;
    }

    /** The signs of an agent that tells nothing but its end. */
    static RunSigns of(Ending ending) {
        return new RunSigns(ending, false, Cause.NONE, 0, null, false);
    }
}
