package dev.slipway.activities.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Rows on their way into the database and out of it. A row is an array of values in the order of its table's columns. */
final class LedgerRows {
    private static final int FETCH = 500;

    private LedgerRows() {}

    /** Writes rows with that statement of the table's; returns how many it was asked to write. */
    static int write(Connection connection, Dialect dialect, LedgerTable table, String sql, List<Object[]> rows)
            throws SQLException {
        if (rows.isEmpty()) {
            return 0;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Object[] row : rows) {
                for (int i = 0; i < row.length; i++) {
                    dialect.bind(statement, i + 1, table.columns().get(i).kind(), row[i]);
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
        return rows.size();
    }

    /** What is done with each row. */
    interface Reader {
        void row(Object[] values) throws SQLException;
    }

    /** Reads all rows of a table, in the order of its key. */
    static void all(Connection connection, Dialect dialect, LedgerTable table, Reader reader) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(table.select() + table.orderByKey())) {
            read(select, dialect, table, reader);
        }
    }

    /** Reads the rows whose time in that column is not before {@code from} and before {@code to}, the oldest first. */
    static void between(
            Connection connection,
            Dialect dialect,
            LedgerTable table,
            String column,
            Instant from,
            Instant to,
            Reader reader)
            throws SQLException {
        String sql = table.select() + " WHERE " + column + " >= ? AND " + column + " < ? ORDER BY " + column;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            dialect.bindTime(select, 1, from);
            dialect.bindTime(select, 2, to);
            read(select, dialect, table, reader);
        }
    }

    /** Reads the rows that have that text in that column, in the order of the key. */
    static void having(
            Connection connection, Dialect dialect, LedgerTable table, String column, String text, Reader reader)
            throws SQLException {
        String sql = table.select() + " WHERE " + column + " = ?" + table.orderByKey();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, text);
            read(select, dialect, table, reader);
        }
    }

    private static void read(PreparedStatement select, Dialect dialect, LedgerTable table, Reader reader)
            throws SQLException {
        select.setFetchSize(FETCH);
        List<LedgerColumn> columns = table.columns();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                Object[] values = new Object[columns.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = dialect.read(rows, i + 1, columns.get(i).kind());
                }
                reader.row(values);
            }
        }
    }
}
