package dev.slipway.activities.ledger;

import dev.slipway.activities.ledger.LedgerReader.AgentRun;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What agents cost, added up exactly.
 *
 * @param lines by key
 * @param total of all lines
 */
public record CostReport(List<Line> lines, Line total) {
    private static final String SUBSCRIPTION = "subscription";

    public CostReport {
        lines = List.copyOf(lines);
    }

    /**
     * One sum.
     *
     * @param runs of agents
     * @param usd that are paid
     * @param listPriceUsd what runs under a subscription would have cost; nobody pays them
     * @param estimatedUsd how much of {@code usd} is a guess
     */
    public record Line(
            String key,
            int runs,
            Duration time,
            long tokensIn,
            long tokensOut,
            long tokensCacheRead,
            long tokensCacheWrite,
            BigDecimal usd,
            BigDecimal listPriceUsd,
            BigDecimal estimatedUsd) {
        static Line none(String key) {
            return new Line(key, 0, Duration.ZERO, 0, 0, 0, 0, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);
        }

        Line plus(AgentRun run) {
            boolean paid = !run.billing().equals(SUBSCRIPTION);
            return new Line(
                    key,
                    runs + 1,
                    time.plus(run.took()),
                    tokensIn + run.tokensIn(),
                    tokensOut + run.tokensOut(),
                    tokensCacheRead + run.tokensCacheRead(),
                    tokensCacheWrite + run.tokensCacheWrite(),
                    paid ? usd.add(run.costUsd()) : usd,
                    paid ? listPriceUsd : listPriceUsd.add(run.costUsd()),
                    paid && run.estimated() ? estimatedUsd.add(run.costUsd()) : estimatedUsd);
        }
    }

    /** Adds up. @param zone in which a day begins and ends */
    public static CostReport of(List<AgentRun> runs, CostBy by, ZoneId zone) {
        Map<String, Line> lines = new TreeMap<>();
        Line total = Line.none("total");
        for (AgentRun run : runs) {
            String key = by.key(run, zone);
            lines.put(key, lines.getOrDefault(key, Line.none(key)).plus(run));
            total = total.plus(run);
        }
        return new CostReport(List.copyOf(lines.values()), total);
    }
}
