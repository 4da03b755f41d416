package dev.slipway.starter.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteFileTest {
    private static final String TOKEN = "made-up-2f9c81d07be34a56";

    /** So many bytes of a row of a 4096-byte page stand on that page, and so many on each further one. */
    private static final int FURTHER = 4092;

    @TempDir
    Path folder;

    private final SecretSearch search = new SecretSearch(List.of(TOKEN));

    @ParameterizedTest
    @ValueSource(strings = {"journal_mode=delete", "journal_mode=delete;auto_vacuum=full", "page_size=512"})
    void findsATokenWhereverItStandsInARow(String pragmas) throws SQLException, IOException {
        Path file = folder.resolve("data.db");
        try (Connection database = open(file)) {
            execute(database, pragmas);
            // A table whose rows are kept in an index tree as well: both kinds of pages are there.
            execute(database, "CREATE TABLE odd (name TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID");
            execute(database, "CREATE TABLE usual (data BLOB)");
            database.setAutoCommit(false); // all in one
            for (int at = 0; at < 3 * FURTHER; at += 11) {
                byte[] row = row(at);
                insert(database, "INSERT INTO odd VALUES ('" + at + "', ?)", row);
                insert(database, "INSERT INTO usual VALUES (?)", row);
            }
            database.commit();
        }
        int rows = 2 * ((3 * FURTHER + 10) / 11);

        long[] found = {0};
        SqliteFile.read(file, true, row -> found[0] += occurrences(row));

        assertThat(found[0]).isEqualTo(rows);
        // Not so easily found in the bytes of the file.
        assertThat(occurrences(Files.readAllBytes(file))).isLessThan(rows);
    }

    @Test
    void findsATokenThatIsOnlyInTheWriteAheadLog() throws SQLException, IOException {
        Path file = folder.resolve("data.db");
        try (Connection database = open(file)) {
            execute(database, "journal_mode=wal;wal_autocheckpoint=0");
            execute(database, "CREATE TABLE usual (data BLOB)");
            insert(database, "INSERT INTO usual VALUES (?)", row(split(file)));

            assertThat(folder.resolve("data.db-wal")).isNotEmptyFile();
            SecretSearch.Findings findings = search.in(folder, other -> false);

            assertThat(findings.found()).extracting(SecretSearch.Found::file).containsExactly(file);
            assertThat(findings.unread()).isEmpty();
        }
    }

    @Test
    void findsATokenInACompressedPayload() throws SQLException, IOException {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.write("before".getBytes(StandardCharsets.UTF_8));
        try (OutputStream gzip = new GZIPOutputStream(payload)) {
            byte[] noise = new byte[20_000];
            new Random(7).nextBytes(noise);
            gzip.write(noise);
            gzip.write(TOKEN.getBytes(StandardCharsets.UTF_8));
        }
        payload.write("and after".getBytes(StandardCharsets.UTF_8));
        Path file = folder.resolve("data.db");
        try (Connection database = open(file)) {
            execute(database, "CREATE TABLE usual (data BLOB)");
            insert(database, "INSERT INTO usual VALUES (?)", payload.toByteArray());
        }

        assertThat(search.in(folder, other -> false).found())
                .extracting(SecretSearch.Found::file)
                .contains(file);
    }

    @Test
    void doesNotMindPagesThatAreFree() throws SQLException {
        Path file = folder.resolve("data.db");
        try (Connection database = open(file)) {
            execute(database, "CREATE TABLE usual (data BLOB)");
            for (int i = 0; i < 200; i++) {
                insert(
                        database,
                        "INSERT INTO usual VALUES (?)",
                        "x".repeat(9000).getBytes(StandardCharsets.UTF_8));
            }
            execute(database, "DELETE FROM usual WHERE rowid > 5");
            for (int i = 0; i < 30; i++) {
                insert(
                        database,
                        "INSERT INTO usual VALUES (?)",
                        "y".repeat(20_000).getBytes(StandardCharsets.UTF_8));
            }
        }

        assertThat(search.in(folder, other -> false).unread()).isEmpty();
    }

    @Test
    void saysThatADatabaseIsBroken() throws SQLException, IOException {
        Path file = folder.resolve("data.db");
        try (Connection database = open(file)) {
            execute(database, "CREATE TABLE usual (data BLOB)");
            insert(database, "INSERT INTO usual VALUES (?)", row(20_000));
        }
        try (RandomAccessFile broken = new RandomAccessFile(file.toFile(), "rw")) {
            broken.setLength(3 * 4096);
        }

        assertThat(search.in(folder, other -> false).unread())
                .extracting(SecretSearch.Unread::file)
                .contains(file);
    }

    /** Where a token has to begin in a row to stand on two pages, found by trying. */
    private int split(Path near) throws SQLException, IOException {
        Path trial = near.resolveSibling("trial").resolve("data.db");
        for (int at = FURTHER - TOKEN.length(); at < 2 * FURTHER; at += 3) {
            Files.createDirectories(trial.getParent());
            try (Connection database = open(trial)) {
                execute(database, "CREATE TABLE usual (data BLOB)");
                insert(database, "INSERT INTO usual VALUES (?)", row(at));
            }
            boolean whole = occurrences(Files.readAllBytes(trial)) > 0;
            Files.delete(trial);
            if (!whole) {
                return at;
            }
        }
        throw new AssertionError("a token stands on one page wherever it begins");
    }

    /** Always as long: how much of it stands on its first page depends on that. */
    private static byte[] row(int at) {
        return ("x".repeat(at) + TOKEN + "y".repeat(20_500 - at)).getBytes(StandardCharsets.UTF_8);
    }

    private static long occurrences(byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        long count = 0;
        for (int at = text.indexOf(TOKEN); at >= 0; at = text.indexOf(TOKEN, at + 1)) {
            count++;
        }
        return count;
    }

    private static Connection open(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    private static void execute(Connection database, String what) throws SQLException {
        try (Statement statement = database.createStatement()) {
            for (String one : what.split(";")) {
                statement.execute(one.contains("=") && !one.contains(" ") ? "PRAGMA " + one : one);
            }
        }
    }

    private static void insert(Connection database, String sql, byte[] data) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            statement.setBytes(1, data);
            statement.executeUpdate();
        }
    }
}
