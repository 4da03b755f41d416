package dev.slipway.seat;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something of which there is only so much: what runs under way will use is reserved, what runs used is counted. */
abstract sealed class Meter permits Budget, Window {
    private final String name;
    private final Unit unit;
    private BigDecimal reserved = BigDecimal.ZERO;

    Meter(String name, Unit unit) {
        this.name = name;
        this.unit = unit;
    }

    String name() {
        return name;
    }

    Unit unit() {
        return unit;
    }

    BigDecimal reserved() {
        return reserved;
    }

    void reserve(Spent some) {
        reserved = reserved.add(unit.of(some));
    }

    void unreserve(Spent some) {
        reserved = reserved.subtract(unit.of(some)).max(BigDecimal.ZERO);
    }

    /** Whether a run that is expected to use so much may start. Work that costs nothing always may. */
    boolean fits(Spent estimate, Instant now) {
        BigDecimal amount = unit.of(estimate);
        return amount.signum() == 0 || hasRoom(amount, now);
    }

    abstract boolean hasRoom(BigDecimal amount, Instant now);

    /** When there is room by itself; null where that takes a person, or a run that ends. */
    abstract @Nullable Instant roomAt(Spent estimate, Instant now);

    abstract void use(Spent actual, Instant now);

    abstract MeterState state(Instant now, @Nullable String setBy);
}
