package dev.slipway.activities.ledger;

/** A column of the ledger. */
record LedgerColumn(String name, Kind kind) {
    /** What it holds; as a Java value in brackets. */
    enum Kind {
        /** {@code String}. */
        TEXT,
        /** {@code Long}. */
        COUNT,
        /** {@code Boolean}. */
        FLAG,
        /** {@code BigDecimal}, exact, with its scale. */
        MONEY,
        /** {@code Instant} to the millisecond; may be null. */
        TIME
    }
}
