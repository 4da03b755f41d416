package dev.slipway.activities.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.settings.path.SlipwayHome;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A real S3 server on loopback, {@code s3rver} from npm: it checks signatures. Installed once into the user's cache (14
 * MB); where there is no npm, the test is left out and says so.
 */
public final class S3TestServer implements AutoCloseable {
    /** The one key that it knows, and its secret. */
    public static final String KEY = "S3RVER";

    private static final String VERSION = "3.7.1";

    private final Process process;
    private final URI endpoint;

    private S3TestServer(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /** Starts one with a bucket in it. */
    public static S3TestServer start(Path folder, String bucket) throws IOException, InterruptedException {
        Path program = program();
        Files.createDirectories(folder);
        int port = freePort();
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--directory",
                        folder.resolve("data").toString(),
                        "--address",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--configure-bucket",
                        bucket)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("s3rver.log").toFile())
                .start();
        S3TestServer server = new S3TestServer(process, URI.create("http://127.0.0.1:" + port));
        Awaitility.await("the S3 server").atMost(Duration.ofSeconds(60)).until(() -> answers(port));
        return server;
    }

    /** Where it listens. */
    public URI endpoint() {
        return endpoint;
    }

    /** The artifact store's URL of a bucket and prefix. */
    public String url(String place) {
        return "s3://" + place + "?endpoint=" + endpoint;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Path program() throws IOException, InterruptedException {
        Path npm = SlipwayHome.from(System.getenv()).cache().resolve("npm");
        Path target = npm.resolve("s3rver-" + VERSION + "-installed");
        Path program = target.resolve("node_modules/.bin/s3rver");
        if (Files.isExecutable(program)) {
            return program;
        }
        boolean found = List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "npm")));
        assumeTrue(found, "left out: npm is not on the PATH, and the S3 server of this test comes from there");
        Files.createDirectories(npm);
        Path work = Files.createTempDirectory(npm, "install");
        Path log = work.resolve("npm.log");
        Process install = new ProcessBuilder(
                        "npm", "install", "--no-audit", "--no-fund", "--prefix", ".", "s3rver@" + VERSION)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(install.waitFor(5, TimeUnit.MINUTES))
                .as("npm install s3rver")
                .isTrue();
        assertThat(install.exitValue()).as(Files.readString(log)).isZero();
        Files.move(work, target, StandardCopyOption.ATOMIC_MOVE);
        return program;
    }
}
