package dev.slipway.seat;

import dev.slipway.agent.WorkKind;
import dev.slipway.run.AgentName;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run is expected to use: the mean of its kind's own runs, later ones counting more, and their usual deviation on
 * top. A kind without history goes by the same task elsewhere, else by the seat's guess.
 */
final class Estimates {
    private static final int SCALE = 6;
    /** Weight of the newest run once there are some: the last ten or so decide. */
    private static final BigDecimal NEWEST = new BigDecimal("0.2");

    private static final BigDecimal FIRST_DEVIATION = new BigDecimal("0.25");

    /** The largest run fades: one that went astray does not hold all others back for ever. */
    private static final BigDecimal FADES = new BigDecimal("0.05");
    /** While little is known of a kind, its runs may use so many times what is expected. */
    private static final BigDecimal UNKNOWN = BigDecimal.valueOf(4);

    private static final BigDecimal HARDLY_KNOWN = BigDecimal.valueOf(2);
    private static final int FEW = 5;

    private final Map<String, Past> pasts = new TreeMap<>();

    /**
     * What is known of one kind.
     *
     * @param mostUsd of its largest run; null where that is not known
     * @param mostTokens the same in tokens
     */
    record Past(
            String kind,
            int runs,
            BigDecimal usd,
            BigDecimal usdDeviation,
            BigDecimal tokens,
            BigDecimal tokensDeviation,
            @Nullable BigDecimal mostUsd,
            @Nullable BigDecimal mostTokens) {}

    Estimates(List<Past> before) {
        before.forEach(past -> pasts.put(past.kind(), past));
    }

    List<Past> carry() {
        return List.copyOf(pasts.values());
    }

    /** @param keepsToLimit whether a run of that seat ends at the dollars that it is told */
    Expected of(AgentName agent, WorkKind kind, Spent guess, boolean keepsToLimit) {
        Past past = past(agent, kind);
        Spent likely = likely(past, guess);
        BigDecimal usd = most(past, likely.costUsd(), past == null ? null : past.mostUsd());
        BigDecimal tokens = most(past, BigDecimal.valueOf(likely.tokens()), past == null ? null : past.mostTokens());
        return new Expected(
                likely,
                new Spent(usd, tokens.setScale(0, RoundingMode.CEILING).longValue(), true),
                likely.costUsd().max(guess.costUsd()),
                keepsToLimit);
    }

    private @Nullable Past past(AgentName agent, WorkKind kind) {
        return pasts.getOrDefault(exactly(agent, kind), pasts.get(roughly(agent, kind)));
    }

    private static Spent likely(@Nullable Past past, Spent guess) {
        return past == null
                ? guess
                : new Spent(
                        past.usd().add(past.usdDeviation()),
                        past.tokens()
                                .add(past.tokensDeviation())
                                .setScale(0, RoundingMode.CEILING)
                                .longValue(),
                        true);
    }

    private static BigDecimal most(@Nullable Past past, BigDecimal likely, @Nullable BigDecimal seen) {
        if (past == null) {
            return likely.multiply(UNKNOWN);
        }
        BigDecimal least = past.runs() < FEW ? likely.multiply(HARDLY_KNOWN) : likely;
        return seen == null ? least : seen.max(least);
    }

    void learn(AgentName agent, WorkKind kind, Spent actual) {
        for (String key : List.of(exactly(agent, kind), roughly(agent, kind))) {
            pasts.put(key, with(key, pasts.get(key), actual));
        }
    }

    /** From a run that was cut short at what it was told, where it shows that such runs take more than was known. */
    void learnFromCut(AgentName agent, WorkKind kind, Spent actual, Spent guess) {
        Past past = past(agent, kind);
        if (actual.costUsd().compareTo(past == null ? guess.costUsd() : past.usd()) > 0) {
            long tokens = past == null ? guess.tokens() : past.tokens().longValue();
            learn(agent, kind, new Spent(actual.costUsd(), Math.max(actual.tokens(), tokens), actual.estimated()));
        }
    }

    private static Past with(String key, @Nullable Past before, Spent actual) {
        BigDecimal usd = actual.costUsd().setScale(SCALE, RoundingMode.HALF_UP);
        BigDecimal tokens = BigDecimal.valueOf(actual.tokens());
        if (before == null) {
            return new Past(
                    key, 1, usd, usd.multiply(FIRST_DEVIATION), tokens, tokens.multiply(FIRST_DEVIATION), usd, tokens);
        }
        BigDecimal meanUsd = moved(before.usd(), usd);
        BigDecimal meanTokens = moved(before.tokens(), tokens);
        return new Past(
                key,
                before.runs() + 1,
                meanUsd,
                moved(before.usdDeviation(), usd.subtract(before.usd()).abs()),
                meanTokens,
                moved(before.tokensDeviation(), tokens.subtract(before.tokens()).abs()),
                largest(before.mostUsd(), usd, meanUsd),
                largest(before.mostTokens(), tokens, meanTokens));
    }

    private static BigDecimal largest(@Nullable BigDecimal before, BigDecimal newest, BigDecimal mean) {
        if (before == null) {
            return newest.max(mean);
        }
        return before.subtract(before.subtract(mean).multiply(FADES))
                .setScale(SCALE, RoundingMode.HALF_UP)
                .max(newest);
    }

    private static BigDecimal moved(BigDecimal mean, BigDecimal newest) {
        return mean.add(newest.subtract(mean).multiply(NEWEST)).setScale(SCALE, RoundingMode.HALF_UP);
    }

    private static String exactly(AgentName agent, WorkKind kind) {
        return agent + "/" + kind.toolchain() + "/" + kind.task();
    }

    private static String roughly(AgentName agent, WorkKind kind) {
        return agent + "/*/" + kind.task();
    }
}
