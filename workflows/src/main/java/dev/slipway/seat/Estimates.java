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

    private final Map<String, Past> pasts = new TreeMap<>();

    /** What is known of one kind. */
    record Past(
            String kind,
            int runs,
            BigDecimal usd,
            BigDecimal usdDeviation,
            BigDecimal tokens,
            BigDecimal tokensDeviation) {}

    Estimates(List<Past> before) {
        before.forEach(past -> pasts.put(past.kind(), past));
    }

    List<Past> carry() {
        return List.copyOf(pasts.values());
    }

    Spent of(AgentName agent, WorkKind kind, Spent guess) {
        Past past = pasts.getOrDefault(exactly(agent, kind), pasts.get(roughly(agent, kind)));
        if (past == null) {
            return guess;
        }
        return new Spent(
                past.usd().add(past.usdDeviation()),
                past.tokens()
                        .add(past.tokensDeviation())
                        .setScale(0, RoundingMode.CEILING)
                        .longValue(),
                true);
    }

    void learn(AgentName agent, WorkKind kind, Spent actual) {
        for (String key : List.of(exactly(agent, kind), roughly(agent, kind))) {
            pasts.put(key, with(key, pasts.get(key), actual));
        }
    }

    private static Past with(String key, @Nullable Past before, Spent actual) {
        BigDecimal usd = actual.costUsd().setScale(SCALE, RoundingMode.HALF_UP);
        BigDecimal tokens = BigDecimal.valueOf(actual.tokens());
        if (before == null) {
            return new Past(key, 1, usd, usd.multiply(FIRST_DEVIATION), tokens, tokens.multiply(FIRST_DEVIATION));
        }
        return new Past(
                key,
                before.runs() + 1,
                moved(before.usd(), usd),
                moved(before.usdDeviation(), usd.subtract(before.usd()).abs()),
                moved(before.tokens(), tokens),
                moved(before.tokensDeviation(), tokens.subtract(before.tokens()).abs()));
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
