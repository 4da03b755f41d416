package dev.slipway.activities.ledger;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The tables of the ledger, as the migrations make them: what is written, exported and imported goes by this list. The
 * columns that make up the key come first.
 */
enum LedgerTable {
    RUN(
            3,
            "workflow_id:text run_key:text started:time ended:time kind:text batch:text project:text repository:text"
                    + " pull_request:text toolchain:text category:text state:text step:text reason:text attempts:count"
                    + " cost_usd:money account:text agent:text host:text list_price_usd:money"),
    STEP(
            5,
            "workflow_id:text run_key:text run_started:time name:text attempt:count step:text started:time"
                    + " took_ms:count ok:flag outcome:text text:text"),
    AGENT_RUN(
            4,
            "workflow_id:text run_key:text step:text host:text batch:text project:text task:text category:text"
                    + " agent:text seat:text billing:text model:text outcome:text until:time started:time took_ms:count"
                    + " turns:count tokens_in:count tokens_out:count tokens_cache_read:count tokens_cache_write:count"
                    + " cost_usd:money estimated:flag"),
    ACCOUNT_USE(4, "workflow_id:text run_key:text run_started:time account:text requests:count"),
    LIMIT_MET(1, "id:text at:time subject:text what:text workflow_id:text until:time text:text"),
    DECISION(1, "id:text at:time decided_by:text what:text target:text reason:text");

    private final int keys;
    private final List<LedgerColumn> columns;

    LedgerTable(int keys, String columns) {
        this.keys = keys;
        this.columns = Arrays.stream(columns.split(" "))
                .map(column -> column.split(":"))
                .map(parts -> new LedgerColumn(parts[0], LedgerColumn.Kind.valueOf(parts[1].toUpperCase(Locale.ROOT))))
                .toList();
    }

    /** As it is called in SQL. */
    String sqlName() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<LedgerColumn> columns() {
        return columns;
    }

    /** All columns of all rows, in the order of the key. */
    String select() {
        return "SELECT " + names(columns) + " FROM " + sqlName();
    }

    String orderByKey() {
        return " ORDER BY " + names(columns.subList(0, keys));
    }

    /** Inserts a row, or replaces the one with the same key. Both databases know this form. */
    String upsert() {
        String updates = columns.subList(keys, columns.size()).stream()
                .filter(column -> !keeps(column))
                .map(column -> column.name() + " = excluded." + column.name())
                .collect(Collectors.joining(", "));
        return insert() + " ON CONFLICT (" + names(columns.subList(0, keys)) + ") DO UPDATE SET " + updates;
    }

    /** Inserts a row where none with the same key is. */
    String insertIfNew() {
        return insert() + " ON CONFLICT (" + names(columns.subList(0, keys)) + ") DO NOTHING";
    }

    /** An agent's run that is reported again began when it was said to have begun at first. */
    private boolean keeps(LedgerColumn column) {
        return this == AGENT_RUN && column.name().equals("started");
    }

    private String insert() {
        return "INSERT INTO " + sqlName() + " (" + names(columns) + ") VALUES ("
                + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
    }

    private static String names(List<LedgerColumn> columns) {
        return columns.stream().map(LedgerColumn::name).collect(Collectors.joining(", "));
    }
}
