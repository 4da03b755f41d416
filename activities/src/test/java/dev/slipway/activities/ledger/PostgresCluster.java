package dev.slipway.activities.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.slipway.settings.installation.LedgerLocation;
import dev.slipway.settings.installation.StoreSettings;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.settings.secret.Secret;
import dev.slipway.settings.secret.SecretRef;
import dev.slipway.settings.secret.SecretResolver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A PostgreSQL of its own on loopback, with a user and a password; as root it runs as the user postgres. */
final class PostgresCluster implements AutoCloseable {
    private static final String USER = "keeper";
    private static final String PASSWORD = "pass-of-a-test";

    private final Path folder;
    private final int port;
    private final Process server;
    private int databases;

    private PostgresCluster(Path folder, int port, Process server) {
        this.folder = folder;
        this.port = port;
        this.server = server;
    }

    /** Starts one; where that can't be, the test is left out and says why. */
    static PostgresCluster start() {
        Optional<Path> programs = programs();
        assumeThat(programs)
                .as("left out: PostgreSQL (initdb, postgres) is not installed")
                .isPresent();
        List<String> as = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            // Not left out in silence: where PostgreSQL is, this is to be mended.
            assertThat(Files.isExecutable(Path.of("/usr/bin/setpriv")) && hasUserPostgres())
                    .as("as root PostgreSQL needs a user 'postgres' and setpriv")
                    .isTrue();
            as.addAll(List.of("setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups"));
        }
        try {
            Path folder = Files.createTempDirectory(Path.of("/tmp"), "slipway-ledger");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
            Path password = Files.writeString(folder.resolve("password"), PASSWORD);
            Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
            Path bin = programs.orElseThrow();
            String data = folder.resolve("data").toString();
            run(
                    folder,
                    as,
                    bin + "/initdb",
                    "-D",
                    data,
                    "-U",
                    USER,
                    "--pwfile",
                    password.toString(),
                    "-A",
                    "scram-sha-256",
                    "-E",
                    "UTF8",
                    "--no-locale",
                    "--no-sync");
            int port = freePort();
            Process server = process(
                    folder,
                    as,
                    bin + "/postgres",
                    "-D",
                    data,
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "port=" + port,
                    "-c",
                    "unix_socket_directories=",
                    "-c",
                    "fsync=off");
            PostgresCluster cluster = new PostgresCluster(folder, port, server);
            Awaitility.await("PostgreSQL to answer")
                    .atMost(Duration.ofSeconds(60))
                    .until(cluster::answers);
            return cluster;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> programs() {
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(":")).map(Path::of),
                        Stream.of("17", "16", "15", "14", "13").map(v -> Path.of("/usr/lib/postgresql", v, "bin")))
                .filter(bin -> Files.isExecutable(bin.resolve("initdb")) && Files.isExecutable(bin.resolve("postgres")))
                .findFirst();
    }

    private static boolean hasUserPostgres() {
        try {
            return Files.readAllLines(Path.of("/etc/passwd")).stream().anyMatch(line -> line.startsWith("postgres:"));
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Process process(Path folder, List<String> as, String... command) throws IOException {
        List<String> whole = new ArrayList<>(as);
        whole.addAll(List.of(command));
        return new ProcessBuilder(whole)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
    }

    private static void run(Path folder, List<String> as, String... command) throws IOException {
        try {
            Process process = process(folder, as, command);
            if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(command[0] + " failed: " + Files.readString(folder.resolve("log")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private boolean answers() {
        try (Connection unused = DriverManager.getConnection(url("postgres"), USER, PASSWORD)) {
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Settings with a new, empty database. */
    StoreSettings database() {
        String name = "ledger" + ++databases;
        try (Connection connection = DriverManager.getConnection(url("postgres"), USER, PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return settings(url(name), PASSWORD);
    }

    static StoreSettings settings(String url, String password) {
        return new StoreSettings(
                null,
                null,
                null,
                new LedgerLocation.PostgreSql(url),
                new SecretRef.Literal(new Secret(USER)),
                new SecretRef.Literal(new Secret(password)));
    }

    static Ledger ledger(StoreSettings settings) {
        Path nowhere = Path.of("/nowhere");
        return Ledger.of(settings, new SlipwayHome(nowhere, nowhere, nowhere), new SecretResolver(Map.of()));
    }

    @Override
    public void close() {
        // setpriv has become the server; its data is thrown away.
        server.destroyForcibly();
        try {
            server.waitFor();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
