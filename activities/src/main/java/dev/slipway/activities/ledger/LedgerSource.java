package dev.slipway.activities.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.settings.installation.LedgerLocation;
import dev.slipway.settings.installation.StoreSettings;
import dev.slipway.settings.secret.Secret;
import dev.slipway.settings.secret.SecretResolver;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Where the ledger's connections come from. */
sealed interface LedgerSource {
    Dialect dialect();

    String where();

    boolean exists();

    /** Connects and brings the schema up to date. */
    HikariDataSource open() throws SQLException;

    static LedgerSource of(LedgerLocation location, StoreSettings settings, SecretResolver secrets) {
        if (location instanceof LedgerLocation.PostgreSql database) {
            Secret user = settings.ledgerUser() == null ? null : secrets.resolve(settings.ledgerUser());
            Secret password = settings.ledgerPassword() == null ? null : secrets.resolve(settings.ledgerPassword());
            return new PostgreSql(database.url(), user, password);
        }
        return new SqliteFile(((LedgerLocation.File) location).path());
    }

    private static HikariConfig pool(String name) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName(name);
        // Rows are few, and SQLite has one writer at a time anyway.
        pool.setMaximumPoolSize(4);
        pool.setMinimumIdle(0);
        pool.setIdleTimeout(Duration.ofMinutes(1).toMillis());
        pool.setConnectionTimeout(Duration.ofSeconds(30).toMillis());
        pool.setInitializationFailTimeout(-1);
        return pool;
    }

    /**
     * A file on this host. Readers and writers of several processes share it: its journal is a write-ahead log, and who
     * finds it locked waits.
     */
    record SqliteFile(Path path) implements LedgerSource {
        private static final int BUSY_MILLIS = 20_000;

        @Override
        public Dialect dialect() {
            return Dialect.SQLITE;
        }

        @Override
        public String where() {
            return path.toString();
        }

        @Override
        public boolean exists() {
            return Files.exists(path);
        }

        @Override
        public HikariDataSource open() throws SQLException {
            SQLiteConfig config = new SQLiteConfig();
            config.setJournalMode(SQLiteConfig.JournalMode.WAL);
            // With a write-ahead log a crash of the machine may lose the last rows, which are written again; never
            // more.
            config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
            config.setBusyTimeout(BUSY_MILLIS);
            // A transaction that begins by reading and then can't write would fail at once instead of waiting.
            config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
            SQLiteDataSource source = new SQLiteDataSource(config);
            source.setUrl("jdbc:sqlite:" + path);
            try {
                Files.createDirectories(path.toAbsolutePath().getParent());
                // SQLite has nothing by which two migrations would wait for each other.
                synchronized (LedgerSource.class) {
                    try (FileChannel lock = FileChannel.open(
                            path.resolveSibling(path.getFileName() + ".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE)) {
                        lock.lock();
                        LedgerSchema.bringUpToDate(source, dialect());
                    }
                }
            } catch (IOException e) {
                throw new LedgerTroubleException("the ledger " + path + " can't be used: " + e, e, false);
            }
            HikariConfig pool = pool("ledger");
            pool.setDataSource(source);
            return new HikariDataSource(pool);
        }
    }

    /** A database that many hosts share. */
    record PostgreSql(
            String url, @Nullable Secret user, @Nullable Secret password) implements LedgerSource {
        private static final int CONNECT_SECONDS = 10;
        private static final int SILENCE_SECONDS = 60;

        @Override
        public Dialect dialect() {
            return Dialect.POSTGRESQL;
        }

        @Override
        public String where() {
            return url;
        }

        @Override
        public boolean exists() {
            return true;
        }

        @Override
        public HikariDataSource open() throws SQLException {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setApplicationName("slipway");
            source.setTcpKeepAlive(true);
            source.setConnectTimeout(CONNECT_SECONDS);
            source.setSocketTimeout(SILENCE_SECONDS);
            // What the URL says of these goes before.
            source.setURL(url);
            if (user != null) {
                source.setUser(user.reveal());
            }
            if (password != null) {
                source.setPassword(password.reveal());
            }
            // Not by the pool, which would ask for half a minute before it told that a password is wrong.
            LedgerSchema.bringUpToDate(source, dialect());
            HikariConfig pool = pool("ledger");
            pool.setDataSource(source);
            return new HikariDataSource(pool);
        }
    }
}
