package dev.slipway.starter.report;

import dev.slipway.activities.ledger.Figures;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The figures of a period beside those of the period before. */
final class Trends {
    private Trends() {}

    /**
     * One of them.
     *
     * @param name for people
     * @param key for programs
     * @param trend by how many percent it changed; null where there is nothing to compare with
     * @param points whether the figure is itself a percentage, so that it changed by points
     * @param exactNow for programs; null where there is nothing to tell
     */
    record Trend(
            String name,
            String key,
            String now,
            String before,
            @Nullable BigDecimal trend,
            boolean points,
            @Nullable BigDecimal exactNow,
            @Nullable BigDecimal exactBefore) {
        /** Such as {@code +12.5 %}. */
        String change() {
            if (trend == null) {
                return "";
            }
            String sign = trend.signum() > 0 ? "+" : "";
            return sign + trend.toPlainString() + (points ? " points" : " %");
        }
    }

    static List<Trend> of(Figures now, Figures before) {
        return List.of(
                count("runs ended", "runs", now.runs(), before.runs()),
                count("completed", "completed", now.completed(), before.completed()),
                count("failed", "failed", now.failed(), before.failed()),
                count("skipped", "skipped", now.skipped(), before.skipped()),
                count("cancelled", "cancelled", now.cancelled(), before.cancelled()),
                percent("success rate", "successPercent", now.successPercent(), before.successPercent()),
                percent("right at the first try", "firstTryPercent", now.firstTryPercent(), before.firstTryPercent()),
                time("time, median", "medianTimeSeconds", now.medianTime(), before.medianTime()),
                time("time, p90", "p90TimeSeconds", now.p90Time(), before.p90Time()),
                new Trend(
                        "attempts a run",
                        "attempts",
                        plain(now.attempts()),
                        plain(before.attempts()),
                        Figures.change(before.attempts(), now.attempts()),
                        false,
                        now.attempts(),
                        before.attempts()),
                money("cost", "usd", now.usd(), before.usd()),
                money("cost at list price (subscriptions)", "listPriceUsd", now.listPriceUsd(), before.listPriceUsd()),
                new Trend(
                        "tokens, in and out",
                        "tokens",
                        Amounts.tokens(now.tokens()),
                        Amounts.tokens(before.tokens()),
                        Figures.change(BigDecimal.valueOf(before.tokens()), BigDecimal.valueOf(now.tokens())),
                        false,
                        BigDecimal.valueOf(now.tokens()),
                        BigDecimal.valueOf(before.tokens())),
                count("limits met", "limits", now.limits(), before.limits()));
    }

    private static Trend count(String name, String key, int now, int before) {
        return new Trend(
                name,
                key,
                Integer.toString(now),
                Integer.toString(before),
                Figures.change(BigDecimal.valueOf(before), BigDecimal.valueOf(now)),
                false,
                BigDecimal.valueOf(now),
                BigDecimal.valueOf(before));
    }

    private static Trend percent(String name, String key, @Nullable BigDecimal now, @Nullable BigDecimal before) {
        BigDecimal points = now == null || before == null ? null : now.subtract(before);
        return new Trend(name, key, Amounts.percent(now), Amounts.percent(before), points, true, now, before);
    }

    private static Trend time(String name, String key, @Nullable Duration now, @Nullable Duration before) {
        return new Trend(
                name,
                key,
                Amounts.time(now),
                Amounts.time(before),
                Figures.change(seconds(before), seconds(now)),
                false,
                seconds(now),
                seconds(before));
    }

    private static Trend money(String name, String key, BigDecimal now, BigDecimal before) {
        return new Trend(
                name, key, Amounts.usd(now), Amounts.usd(before), Figures.change(before, now), false, now, before);
    }

    private static @Nullable BigDecimal seconds(@Nullable Duration time) {
        return time == null ? null : BigDecimal.valueOf(time.toMillis()).movePointLeft(3);
    }

    private static String plain(@Nullable BigDecimal value) {
        return value == null ? "-" : value.toPlainString();
    }
}
