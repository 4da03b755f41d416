package dev.slipway.activities.ledger;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the two databases differ. Money: PostgreSQL's NUMERIC keeps digits and scale as given; SQLite has no such type,
 * and would turn {@code 0.1} into a floating number, so it is TEXT there and is added up by us. Time: TIMESTAMPTZ, and in
 * SQLite text in a form that sorts as the times do.
 */
enum Dialect {
    SQLITE("TEXT", "TEXT") {
        @Override
        void bindMoney(PreparedStatement statement, int at, BigDecimal value) throws SQLException {
            statement.setString(at, value.toPlainString());
        }

        @Override
        BigDecimal money(ResultSet row, int at) throws SQLException {
            return new BigDecimal(row.getString(at));
        }

        @Override
        void bindTime(PreparedStatement statement, int at, Instant value) throws SQLException {
            statement.setString(at, TEXT_TIME.format(value));
        }

        @Override
        @Nullable
        Instant time(ResultSet row, int at) throws SQLException {
            String text = row.getString(at);
            return text == null ? null : Instant.parse(text);
        }
    },
    POSTGRESQL("NUMERIC", "TIMESTAMPTZ") {
        @Override
        void bindMoney(PreparedStatement statement, int at, BigDecimal value) throws SQLException {
            // A negative scale, as in 1E+3, is none to PostgreSQL.
            statement.setBigDecimal(at, value.scale() < 0 ? value.setScale(0) : value);
        }

        @Override
        BigDecimal money(ResultSet row, int at) throws SQLException {
            return row.getBigDecimal(at);
        }

        @Override
        void bindTime(PreparedStatement statement, int at, Instant value) throws SQLException {
            statement.setObject(at, value.atOffset(ZoneOffset.UTC));
        }

        @Override
        @Nullable
        Instant time(ResultSet row, int at) throws SQLException {
            OffsetDateTime time = row.getObject(at, OffsetDateTime.class);
            return time == null ? null : time.toInstant();
        }
    };

    private static final DateTimeFormatter TEXT_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Map<String, String> types;

    Dialect(String money, String time) {
        types = Map.of("money", money, "time", time);
    }

    /** What the migrations are filled in with. */
    Map<String, String> types() {
        return types;
    }

    abstract void bindMoney(PreparedStatement statement, int at, BigDecimal value) throws SQLException;

    abstract BigDecimal money(ResultSet row, int at) throws SQLException;

    abstract void bindTime(PreparedStatement statement, int at, Instant value) throws SQLException;

    abstract @Nullable Instant time(ResultSet row, int at) throws SQLException;

    void bind(PreparedStatement statement, int at, LedgerColumn.Kind kind, @Nullable Object value) throws SQLException {
        if (value == null) {
            statement.setNull(
                    at,
                    kind == LedgerColumn.Kind.TIME && this == POSTGRESQL
                            ? Types.TIMESTAMP_WITH_TIMEZONE
                            : Types.VARCHAR);
            return;
        }
        switch (kind) {
            // PostgreSQL's TEXT can't hold the character 0; no text of ours needs it.
            case TEXT -> statement.setString(at, ((String) value).replace("\0", ""));
            case COUNT -> statement.setLong(at, (Long) value);
            case FLAG -> statement.setBoolean(at, (Boolean) value);
            case MONEY -> bindMoney(statement, at, (BigDecimal) value);
            case TIME -> bindTime(statement, at, ((Instant) value).truncatedTo(ChronoUnit.MILLIS));
        }
    }

    @Nullable
    Object read(ResultSet row, int at, LedgerColumn.Kind kind) throws SQLException {
        return switch (kind) {
            case TEXT -> row.getString(at);
            case COUNT -> row.getLong(at);
            case FLAG -> row.getBoolean(at);
            case MONEY -> money(row, at);
            case TIME -> time(row, at);
        };
    }
}
