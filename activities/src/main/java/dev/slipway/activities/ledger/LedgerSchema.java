package dev.slipway.activities.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the schema up to date. */
final class LedgerSchema {
    /** The newest migration: where it was done, the migrator, which takes a moment to load, is not asked. */
    static final String NEWEST = "2";

    private static final String MIGRATIONS = "classpath:dev/slipway/ledger/migrations";

    private LedgerSchema() {}

    /** Does the migrations that were not done yet; others that do so meanwhile are waited for. */
    static void bringUpToDate(DataSource source, Dialect dialect) throws SQLException {
        try (Connection connection = source.getConnection()) {
            if (isUpToDate(connection)) {
                return;
            }
        }
        try {
            Flyway.configure(LedgerSchema.class.getClassLoader())
                    .dataSource(source)
                    .locations(MIGRATIONS)
                    .placeholders(dialect.types())
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static boolean isUpToDate(Connection connection) throws SQLException {
        try (ResultSet table =
                connection.getMetaData().getTables(null, null, "flyway_schema_history", new String[] {"TABLE"})) {
            if (!table.next()) {
                return false;
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet done = statement.executeQuery(
                        "SELECT COUNT(*) FROM flyway_schema_history WHERE success AND version = '" + NEWEST + "'")) {
            return done.next() && done.getInt(1) > 0;
        }
    }
}
