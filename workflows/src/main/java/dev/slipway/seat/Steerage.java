package dev.slipway.seat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What people change at the pool while it runs. */
final class Steerage {
    private static final Pattern BUDGETS =
            Pattern.compile("usd/day|usd/month|tokens/reserve|(usd|tokens)/(batch/[^/]+|project/[^/]+/[^/]+|task/.+)");

    private final AgentPool pool;

    Steerage(AgentPool pool) {
        this.pool = pool;
    }

    PoolSteered steer(SteerSeat asked, Instant now) {
        Optional<PooledSeat> found = pool.seats().find(asked.seat());
        if (found.isEmpty()) {
            return new PoolSteered(false, false, "is not in the pool: no worker has announced it");
        }
        PooledSeat seat = found.get();
        SeatPhase phase = seat.phase();
        return switch (asked.kind()) {
            case BLOCK -> block(seat, asked, now);
            case UNBLOCK ->
                phase == SeatPhase.BLOCKED
                        ? probe(seat, asked, now)
                        : new PoolSteered(true, false, "is not blocked: it is " + word(phase));
            case RESUME ->
                phase == SeatPhase.PARKED
                        ? probe(seat, asked, now)
                        : new PoolSteered(true, false, "is not parked: it is " + word(phase));
        };
    }

    private PoolSteered block(PooledSeat seat, SteerSeat asked, Instant now) {
        seat.block(FailoverRules.Cause.BLOCKED, asked.why(), now);
        pool.revoke(seat);
        pool.events().decided(now, "BLOCK", "seat/" + seat.id(), asked.why(), asked.by());
        return new PoolSteered(true, true, "is blocked: no agent starts on it until somebody unblocks it");
    }

    private PoolSteered probe(PooledSeat seat, SteerSeat asked, Instant now) {
        seat.probe(now);
        pool.events().decided(now, asked.kind().name(), "seat/" + seat.id(), asked.why(), asked.by());
        return new PoolSteered(true, true, "is tried again: one run first, then the others");
    }

    PoolSteered set(SetBudget asked, Instant now) {
        if (!BUDGETS.matcher(asked.name()).matches()) {
            return new PoolSteered(
                    false,
                    false,
                    "is no budget; there are usd/day, usd/month, tokens/reserve, usd/batch/NAME, tokens/batch/NAME,"
                            + " usd/project/BATCH/NAME and tokens/project/BATCH/NAME; usd/task/NAME and"
                            + " tokens/task/NAME can be set, and hold when there are tasks");
        }
        if (asked.cap() != null && !Amounts.isSane(asked.cap())) {
            return new PoolSteered(false, false, "can't be set to an amount of less than nothing, or of that size");
        }
        BigDecimal before = pool.caps().cap(asked.name());
        if (asked.byConfiguration()) {
            pool.caps().unset(asked.name());
        } else {
            pool.caps().set(asked.name(), asked.cap(), asked.by());
        }
        pool.rulesChanged(now);
        String text = "is " + shown(pool.caps().cap(asked.name())) + " now (it was " + shown(before) + ")";
        pool.events().decided(now, "BUDGET_SET", "budget/" + asked.name(), text, asked.by());
        return new PoolSteered(true, true, text);
    }

    PoolSteered set(SetWindow asked, Instant now) {
        WindowRule rule = asked.rule();
        Optional<String> contradiction = rule == null ? Optional.empty() : rule.contradiction();
        if (contradiction.isPresent()) {
            return new PoolSteered(false, false, "can't be so: " + contradiction.get());
        }
        if (rule == null) {
            pool.caps().unset(asked.category());
        } else {
            pool.caps().set(asked.category(), rule, asked.by());
        }
        pool.rulesChanged(now);
        String text = (rule == null ? "is as configured: " : "is now ")
                + pool.caps().window(asked.category()).map(WindowRule::words).orElse("without bounds");
        pool.events().decided(now, "WINDOW_SET", "window/" + word(asked.category()), text, asked.by());
        return new PoolSteered(true, true, text);
    }

    private static String shown(@Nullable BigDecimal cap) {
        return cap == null ? "without a cap" : cap.stripTrailingZeros().toPlainString();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
