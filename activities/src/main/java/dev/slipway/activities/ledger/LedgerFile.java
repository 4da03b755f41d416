package dev.slipway.activities.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole ledger as a file, for a backup or to move it to another database: one JSON object a line, a head first, then
 * each row as {@code {"TABLE": {"COLUMN": VALUE, …}}}, and last how many rows there are. Money and times are text, so that
 * nothing is rounded on the way.
 */
public final class LedgerFile {
    private static final int FORMAT = 1;
    private static final int ROWS_AT_ONCE = 500;
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Ledger ledger;

    public LedgerFile(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Writes all rows, as they are at one moment.
     *
     * @return how many
     * @throws IOException when the file can't be written; an older file of that name is as it was then
     */
    public long exportTo(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path unfinished = Files.createTempFile(folder, ".ledger", ".unfinished");
        try (BufferedWriter out = Files.newBufferedWriter(unfinished)) {
            long rows = ledger.use(connection -> {
                if (ledger.dialect() == Dialect.POSTGRESQL) {
                    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                }
                return write(connection, out);
            });
            out.close();
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return rows;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private long write(Connection connection, BufferedWriter out) throws SQLException {
        line(out, object().put("ledger", FORMAT));
        long[] rows = {0};
        for (LedgerTable table : LedgerTable.values()) {
            LedgerRows.all(connection, ledger.dialect(), table, values -> {
                ObjectNode row = object();
                for (int i = 0; i < values.length; i++) {
                    put(row, table.columns().get(i), values[i]);
                }
                line(out, object().set(table.sqlName(), row));
                rows[0]++;
            });
        }
        line(out, object().put("rows", rows[0]));
        return rows[0];
    }

    private static void put(ObjectNode row, LedgerColumn column, @Nullable Object value) {
        if (value == null) {
            row.putNull(column.name());
        } else if (value instanceof Long count) {
            row.put(column.name(), count);
        } else if (value instanceof Boolean flag) {
            row.put(column.name(), flag);
        } else if (value instanceof BigDecimal money) {
            row.put(column.name(), money.toPlainString());
        } else {
            row.put(column.name(), value.toString());
        }
    }

    private static void line(BufferedWriter out, JsonNode node) {
        try {
            out.write(node.toString());
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /**
     * Reads such a file into the ledger: all of it, or nothing. A row that is there already, by its key, becomes the file's.
     *
     * @return how many rows it had
     * @throws IOException when the file can't be read, is none, or is cut off; the message says where
     */
    public long importFrom(Path file) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            return ledger.use(connection -> {
                try {
                    return new Import(connection, file, in).read();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** One file being read. */
    private final class Import {
        private final Connection connection;
        private final Path file;
        private final BufferedReader in;
        private final Map<LedgerTable, List<Object[]>> waiting = new EnumMap<>(LedgerTable.class);
        private int line;
        private long rows;

        Import(Connection connection, Path file, BufferedReader in) {
            this.connection = connection;
            this.file = file;
            this.in = in;
        }

        long read() throws IOException, SQLException {
            if (next().path("ledger").asInt() != FORMAT) {
                throw wrong("this is no export of a ledger that this version knows");
            }
            for (JsonNode node = next(); !node.has("rows"); node = next()) {
                LedgerTable table = table(node);
                List<Object[]> batch = waiting.computeIfAbsent(table, empty -> new ArrayList<>());
                batch.add(row(table, node.path(table.sqlName())));
                rows++;
                if (batch.size() == ROWS_AT_ONCE) {
                    write(table);
                }
            }
            for (LedgerTable table : LedgerTable.values()) {
                write(table);
            }
            return rows;
        }

        private void write(LedgerTable table) throws SQLException {
            List<Object[]> batch = waiting.getOrDefault(table, List.of());
            int unused = LedgerRows.write(connection, ledger.dialect(), table, table.upsert(), batch);
            waiting.remove(table);
        }

        private JsonNode next() throws IOException {
            line++;
            String text = in.readLine();
            if (text == null) {
                throw wrong("the file ends before its last line: it was cut off");
            }
            try {
                JsonNode node = JSON.readTree(text);
                if (node.has("rows") && node.path("rows").asLong() != rows) {
                    throw wrong("it should have " + node.path("rows").asLong() + " rows, and has " + rows);
                }
                return node;
            } catch (JsonProcessingException e) {
                throw wrong("this is no JSON");
            }
        }

        private LedgerTable table(JsonNode node) throws IOException {
            for (LedgerTable table : LedgerTable.values()) {
                if (node.path(table.sqlName()).isObject()) {
                    return table;
                }
            }
            throw wrong("this is no row of a table that this version knows");
        }

        private Object[] row(LedgerTable table, JsonNode node) throws IOException {
            Object[] values = new Object[table.columns().size()];
            for (int i = 0; i < values.length; i++) {
                LedgerColumn column = table.columns().get(i);
                values[i] = value(table, column, node.path(column.name()));
            }
            return values;
        }

        private @Nullable Object value(LedgerTable table, LedgerColumn column, JsonNode node) throws IOException {
            if (node.isMissingNode() && column.name().equals("list_price_usd")) {
                return BigDecimal.ZERO; // a file from before it was kept
            }
            if (node.isNull() && column.name().equals("until")) {
                return null;
            }
            boolean fits = switch (column.kind()) {
                case COUNT -> node.isIntegralNumber();
                case FLAG -> node.isBoolean();
                case TEXT, MONEY, TIME -> node.isTextual();
            };
            try {
                if (fits) {
                    return switch (column.kind()) {
                        case TEXT -> node.asText();
                        case COUNT -> node.asLong();
                        case FLAG -> node.asBoolean();
                        case MONEY -> new BigDecimal(node.asText());
                        case TIME -> Instant.parse(node.asText());
                    };
                }
            } catch (NumberFormatException | DateTimeParseException e) {
                // Told below.
            }
            throw wrong("'" + column.name() + "' of " + table.sqlName() + " is no "
                    + column.kind().name().toLowerCase(Locale.ROOT));
        }

        private IOException wrong(String what) {
            return new IOException(file + ":" + line + ": " + what);
        }
    }
}
