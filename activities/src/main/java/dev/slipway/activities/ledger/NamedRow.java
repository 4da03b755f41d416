package dev.slipway.activities.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** A row whose values are asked for by their columns' names. */
record NamedRow(LedgerTable table, Object[] values) {
    String text(String column) {
        return (String) value(column);
    }

    long count(String column) {
        return (Long) value(column);
    }

    boolean flag(String column) {
        return (Boolean) value(column);
    }

    BigDecimal money(String column) {
        return (BigDecimal) value(column);
    }

    Instant time(String column) {
        return (Instant) value(column);
    }

    private Object value(String column) {
        List<LedgerColumn> columns = table.columns();
        for (int i = 0; i < values.length; i++) {
            if (columns.get(i).name().equals(column)) {
                return values[i];
            }
        }
        throw new IllegalArgumentException("no column " + column + " in " + table);
    }
}
