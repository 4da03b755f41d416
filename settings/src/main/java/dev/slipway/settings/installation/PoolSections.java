package dev.slipway.settings.installation;

import dev.slipway.agent.WorkCategory;
import dev.slipway.seat.BudgetRules;
import dev.slipway.seat.FailoverRules;
import dev.slipway.seat.PoolRules;
import dev.slipway.seat.QuotaRules;
import dev.slipway.seat.SeatChoice;
import dev.slipway.seat.WindowRule;
import dev.slipway.settings.yaml.Layers;
import dev.slipway.settings.yaml.Mapping;
import dev.slipway.settings.yaml.Nearest;
import dev.slipway.settings.yaml.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads {@code budget}, {@code windows}, {@code quota} and {@code failover}: what the agent pool goes by. */
final class PoolSections {
    private static final int HIGHEST_ALERT = 1_000;
    private static final BigDecimal RATE = new BigDecimal("0.005");
    private static final String NONE = "none";
    private static final String PRESET = "preset";

    private final Layers layers;
    private final AgentsSettings agents;

    PoolSections(Layers layers, AgentsSettings agents) {
        this.layers = layers;
        this.agents = agents;
    }

    PoolRules read() {
        return new PoolRules(budget(), windows(), quota(), failover());
    }

    /** Dollars for a thousand tokens of a model without a price. */
    BigDecimal usdPerThousandTokens() {
        return layers.get("budget", "usd_per_1000_tokens")
                .flatMap(Value::amount)
                .orElse(RATE);
    }

    private BudgetRules budget() {
        BudgetRules usual = BudgetRules.DEFAULT;
        List<Integer> alerts = layers.get("budget", "alert_at")
                .map(value -> value.listOrOne().stream()
                        .flatMap(percent -> percent.integer(1, HIGHEST_ALERT).stream())
                        .toList())
                .orElse(usual.alertAt());
        BigDecimal daily = usd("daily_usd", usual.dailyUsd());
        BigDecimal monthly = usd("monthly_usd", usual.monthlyUsd());
        if (daily != null && monthly != null && daily.compareTo(monthly) > 0) {
            // One that is not configured gives way.
            layers.get("budget", "daily_usd")
                    .ifPresent(value -> value.error("is '" + value.shown() + "', more than the "
                            + monthly.toPlainString() + " of a month; raise monthly_usd, or set it to none"));
        }
        return new BudgetRules(
                daily,
                monthly,
                usd("batch_usd", null),
                usd("project_usd", null),
                usd("task_usd", null),
                tokens("batch_tokens"),
                tokens("project_tokens"),
                tokens("task_tokens"),
                alerts,
                layers.get("budget", "zone")
                        .flatMap(value -> value.as(
                                text -> ZoneId.of(text.strip()),
                                "the name of a time zone is needed, such as Europe/Berlin or UTC"))
                        .orElse(usual.zone()),
                layers.get("budget", "reserve_tokens")
                        .flatMap(PoolSections::count)
                        .orElse(usual.reserveTokens()));
    }

    private @Nullable BigDecimal usd(String key, @Nullable BigDecimal usual) {
        Optional<Value> value = layers.get("budget", key);
        if (value.isEmpty()) {
            return usual;
        }
        return isNone(value.get()) ? null : value.get().amount().orElse(usual);
    }

    private @Nullable Long tokens(String key) {
        return layers.get("budget", key)
                .filter(value -> !isNone(value))
                .flatMap(PoolSections::count)
                .orElse(null);
    }

    private static boolean isNone(Value value) {
        return value.raw().map(String::strip).filter(NONE::equals).isPresent();
    }

    private static Optional<Long> count(Value value) {
        return value.integer(0, Integer.MAX_VALUE).map(Integer::longValue);
    }

    private Map<WorkCategory, WindowRule> windows() {
        Map<WorkCategory, WindowRule> rules = new EnumMap<>(WorkCategory.class);
        layers.get("windows", PRESET).ifPresent(value -> {
            if (value.text().map(String::strip).filter("conservative"::equals).isPresent()) {
                rules.putAll(WindowRule.conservative());
            } else {
                value.error("is '" + value.shown() + "'; there is one preset, conservative");
            }
        });
        for (WorkCategory category : WorkCategory.values()) {
            layers.get("windows", category.name().toLowerCase(Locale.ROOT))
                    .ifPresent(value -> value.mapping().ifPresent(mapping -> {
                        WindowRule rule = window(mapping, rules.get(category));
                        rule.contradiction().ifPresent(what -> value.error("contradicts itself: " + what));
                        rules.put(category, rule);
                    }));
        }
        return rules;
    }

    private static WindowRule window(Mapping mapping, @Nullable WindowRule preset) {
        return new WindowRule(
                bound(mapping, "tokens_per_minute", preset, WindowRule::tokensMinute),
                bound(mapping, "tokens_per_hour", preset, WindowRule::tokensHour),
                bound(mapping, "tokens_per_day", preset, WindowRule::tokensDay),
                bound(mapping, "requests_per_minute", preset, WindowRule::runsMinute));
    }

    private static @Nullable Long bound(
            Mapping mapping, String key, @Nullable WindowRule preset, Function<WindowRule, @Nullable Long> part) {
        Optional<Value> value = mapping.get(key);
        if (value.isEmpty()) {
            return preset == null ? null : part.apply(preset);
        }
        // A window of nothing would stop this work for ever.
        return isNone(value.get())
                ? null
                : value.get()
                        .integer(1, Integer.MAX_VALUE)
                        .map(Integer::longValue)
                        .orElse(null);
    }

    private QuotaRules quota() {
        QuotaRules usual = QuotaRules.DEFAULT;
        return new QuotaRules(
                layers.get("quota", "margin")
                        .flatMap(value -> value.duration(Duration.ZERO, Duration.ofHours(12)))
                        .orElse(usual.margin()),
                layers.get("quota", "ramp")
                        .flatMap(value -> value.duration(Duration.ZERO, Duration.ofHours(1)))
                        .orElse(usual.ramp()),
                layers.get("quota", "auto_resume").flatMap(Value::bool).orElse(usual.autoResume()));
    }

    private FailoverRules failover() {
        for (Mapping file : layers.files()) {
            Optional<Value> value = file.get("failover");
            if (value.isEmpty()) {
                continue;
            }
            RouteReader.Route route = new RouteReader(this::known).read(value.get());
            return new FailoverRules(route.choices(), route.on() == null ? FailoverRules.DEFAULT.on() : route.on());
        }
        return FailoverRules.DEFAULT;
    }

    private boolean known(Value place, SeatChoice choice) {
        List<String> names =
                agents.agents().stream().map(agent -> agent.name().value()).toList();
        Optional<AgentSettings> agent = agents.agents().stream()
                .filter(one -> one.name().equals(choice.agent()))
                .findFirst();
        if (agent.isEmpty()) {
            place.error("names the agent '" + choice.agent() + "', which is not configured; there is "
                    + String.join(", ", names) + "."
                    + Nearest.hint(choice.agent().value(), names));
            return false;
        }
        List<String> seats = agent.get().seatNames();
        if (choice.seat() != null && !seats.contains(choice.seat())) {
            place.error("names the seat '" + choice + "', which is not configured; there is "
                    + String.join(
                            ", ",
                            seats.stream()
                                    .map(seat -> choice.agent() + "/" + seat)
                                    .toList()) + "."
                    + Nearest.hint(choice.seat(), seats));
            return false;
        }
        return true;
    }
}
