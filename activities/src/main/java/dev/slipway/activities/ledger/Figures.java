package dev.slipway.activities.ledger;

import dev.slipway.activities.ledger.LedgerReader.Run;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a period.
 *
 * @param runs that ended
 * @param successPercent completed of those that were completed or failed; null where none was
 * @param medianTime from start to end of the completed, waits included; null where none was
 * @param p90Time nine of ten took no longer
 * @param attempts agent runs that counted as attempts, a run
 * @param firstTryPercent completed with one attempt, of the completed; null where none was
 */
public record Figures(
        int runs,
        int completed,
        int failed,
        int skipped,
        int cancelled,
        @Nullable BigDecimal successPercent,
        @Nullable Duration medianTime,
        @Nullable Duration p90Time,
        @Nullable BigDecimal attempts,
        @Nullable BigDecimal firstTryPercent,
        BigDecimal usd,
        BigDecimal listPriceUsd,
        long tokens,
        int limits) {

    /** Adds them up. */
    static Figures of(List<Run> runs, CostReport.Line costs, int limits) {
        List<Run> completed =
                runs.stream().filter(run -> run.state().equals("completed")).toList();
        int failed = count(runs, "failed");
        List<Duration> times = completed.stream().map(Run::took).sorted().toList();
        long attempts = runs.stream().mapToLong(Run::attempts).sum();
        long firstTry = completed.stream().filter(run -> run.attempts() <= 1).count();
        return new Figures(
                runs.size(),
                completed.size(),
                failed,
                count(runs, "skipped"),
                count(runs, "cancelled"),
                percent(completed.size(), completed.size() + (long) failed),
                median(times),
                p90(times),
                runs.isEmpty()
                        ? null
                        : BigDecimal.valueOf(attempts).divide(BigDecimal.valueOf(runs.size()), 2, RoundingMode.HALF_UP),
                percent(firstTry, completed.size()),
                costs.usd(),
                costs.listPriceUsd(),
                costs.tokensIn() + costs.tokensOut(),
                limits);
    }

    private static int count(List<Run> runs, String state) {
        return (int) runs.stream().filter(run -> run.state().equals(state)).count();
    }

    /** With one digit after the point; null of nothing. */
    static @Nullable BigDecimal percent(long some, long all) {
        return all == 0
                ? null
                : BigDecimal.valueOf(100 * some).divide(BigDecimal.valueOf(all), 1, RoundingMode.HALF_UP);
    }

    /** By how many percent it changed, with one digit after the point; null where there was nothing before. */
    public static @Nullable BigDecimal change(@Nullable BigDecimal before, @Nullable BigDecimal now) {
        return before == null || now == null || before.signum() == 0
                ? null
                : now.subtract(before).multiply(BigDecimal.valueOf(100)).divide(before.abs(), 1, RoundingMode.HALF_UP);
    }

    /** The one in the middle; of an even number the mean of the two in the middle. */
    static @Nullable Duration median(List<Duration> sorted) {
        if (sorted.isEmpty()) {
            return null;
        }
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : sorted.get(middle - 1).plus(sorted.get(middle)).dividedBy(2);
    }

    /** The smallest than which at least nine of ten are no longer. */
    static @Nullable Duration p90(List<Duration> sorted) {
        return sorted.isEmpty() ? null : sorted.get((sorted.size() * 9 + 9) / 10 - 1);
    }
}
