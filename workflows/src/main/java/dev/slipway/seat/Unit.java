package dev.slipway.seat;

import java.math.BigDecimal;

/** What a budget or a window counts. */
public enum Unit {
    USD {
        @Override
        BigDecimal of(Spent spent) {
            return spent.costUsd();
        }
    },
    TOKENS {
        @Override
        BigDecimal of(Spent spent) {
            return BigDecimal.valueOf(spent.tokens());
        }
    },
    RUNS {
        @Override
        BigDecimal of(Spent spent) {
            return BigDecimal.ONE;
        }
    };

    abstract BigDecimal of(Spent spent);
}
