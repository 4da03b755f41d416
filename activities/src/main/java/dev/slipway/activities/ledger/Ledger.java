package dev.slipway.activities.ledger;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.settings.installation.LedgerLocation;
import dev.slipway.settings.installation.StoreSettings;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.settings.secret.SecretResolver;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's database. Opening it connects to nothing; its schema is brought up to date with its first use, also when
 * several workers come up at once.
 */
public final class Ledger implements AutoCloseable {
    /** SQL states that mean a statement or a row of ours is wrong, and stays so: data, constraint, syntax. */
    private static final Set<String> LASTING = Set.of("22", "23", "42");

    private final LedgerSource source;
    private @Nullable HikariDataSource pool;

    private Ledger(LedgerSource source) {
        this.source = source;
    }

    /**
     * The one that is configured; nothing is asked of it yet.
     *
     * @throws dev.slipway.settings.ConfigurationException if its user or password can't be had
     */
    public static Ledger of(StoreSettings settings, SlipwayHome home, SecretResolver secrets) {
        LedgerLocation location =
                settings.ledger() == null ? new LedgerLocation.File(home.ledger()) : settings.ledger();
        return new Ledger(LedgerSource.of(location, settings, secrets));
    }

    /** A SQLite file. */
    public static Ledger in(Path file) {
        return new Ledger(new LedgerSource.SqliteFile(file));
    }

    /** Whether something was written to it ever, as far as that can be told without making it. */
    public boolean exists() {
        return source.exists();
    }

    /** Whether it serves this host only. */
    public boolean local() {
        return source.dialect() == Dialect.SQLITE;
    }

    /** Which one, for people; without user and password. */
    public String where() {
        return source.where();
    }

    /**
     * What tells it from any other ledger: an id that was given when it was made.
     *
     * @throws LedgerTroubleException when it can't be had now
     */
    public String identity() {
        return use(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO identity (slot, id, made) VALUES (1, ?, ?) ON CONFLICT (slot) DO NOTHING")) {
                insert.setString(1, UUID.randomUUID().toString());
                dialect().bindTime(insert, 2, Instant.now());
                insert.executeUpdate();
            }
            try (PreparedStatement select = connection.prepareStatement("SELECT id FROM identity WHERE slot = 1");
                    ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        });
    }

    Dialect dialect() {
        return source.dialect();
    }

    /** What is done with a connection. */
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /**
     * Does it in one transaction.
     *
     * @throws LedgerTroubleException when it can't be done
     */
    <T> T use(Work<T> work) {
        try (Connection connection = pool().getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.with(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw trouble(e);
        }
    }

    private synchronized HikariDataSource pool() {
        HikariDataSource open = pool;
        if (open == null) {
            try {
                open = source.open();
            } catch (SQLException e) {
                throw trouble(e);
            } catch (LedgerTroubleException e) {
                throw e;
            } catch (RuntimeException e) {
                throw new LedgerTroubleException("the ledger " + where() + " can't be used: " + firstLine(e), e, false);
            }
            pool = open;
        }
        return open;
    }

    private LedgerTroubleException trouble(SQLException e) {
        String state = e.getSQLState();
        boolean lasting = state != null
                && state.length() >= 2
                && LASTING.contains(state.substring(0, 2))
                && !(e instanceof SQLTransientException)
                && !(e instanceof SQLNonTransientConnectionException);
        return new LedgerTroubleException("the ledger " + where() + " can't be used: " + firstLine(e), e, lasting);
    }

    private static String firstLine(Throwable e) {
        Throwable told = e;
        // The pool says only that it waited; why is what it was told.
        while (told instanceof SQLException && told.getCause() instanceof SQLException cause) {
            told = cause;
        }
        String said = String.valueOf(told.getMessage()).strip();
        int end = said.indexOf('\n');
        return end < 0 ? said : said.substring(0, end).strip();
    }

    @Override
    public synchronized void close() {
        if (pool != null) {
            pool.close();
            pool = null;
        }
    }
}
