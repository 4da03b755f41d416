package dev.slipway.agent;

/** Tokens of a run, as the agent reported them; zeros where it does not. */
public record TokenUsage(long input, long output, long cacheRead, long cacheWrite) {
    public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0);

    /** Those that count against windows and budgets: cache reads don't. */
    public long counted() {
        return input + output + cacheWrite;
    }

    public TokenUsage plus(TokenUsage other) {
        return new TokenUsage(
                input + other.input, output + other.output, cacheRead + other.cacheRead, cacheWrite + other.cacheWrite);
    }
}
