package dev.slipway.sandbox;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.http.SecondaryLimits;
import dev.slipway.sandbox.model.ModelServlet;
import dev.slipway.sandbox.world.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a sandbox until it is told to stop. */
public final class SandboxMain {
    private static final int USAGE = 2;
    private static final String MODEL_PATH = "/model/*";
    private static final String LOG_SETTINGS = "logback.configurationFile";

    private record Command(SandboxOptions options, @Nullable Path readyFile) {}

    private SandboxMain() {}

    /**
     * Flags: {@code --dir DIR}, {@code --port N}, {@code --users N}, {@code --rate-limit N}, {@code --writes-a-minute N}
     * and {@code --writes-an-hour N} (0 for no limit), {@code --token-lifetime SECONDS} of installation tokens,
     * {@code --ready-file FILE}.
     * Ends with 2 for wrong flags, 1 when the sandbox cannot start.
     */
    public static void main(String[] args) throws InterruptedException {
        Command command;
        try {
            command = parse(List.of(args));
        } catch (IllegalArgumentException e) {
            System.err.println("sandbox: " + e.getMessage());
            System.exit(USAGE);
            return;
        }
        quieten();
        SystemReader.setInstance(new IsolatedSystemReader(SystemReader.getInstance()));
        try {
            SandboxServer server = SandboxServer.start(command.options());
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "sandbox-stop"));
            if (command.readyFile() != null) {
                announce(server, command.readyFile());
            }
            System.out.println("sandbox: listening at " + server.url());
        } catch (IOException e) {
            System.err.println("sandbox: " + reason(e));
            System.exit(1);
        }
        new CountDownLatch(1).await();
    }

    /** Only warnings, unless settings are given. Set here, since reading a settings file takes longer than the rest. */
    private static void quieten() {
        if (System.getProperty(LOG_SETTINGS) == null
                && LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof ch.qos.logback.classic.Logger root) {
            root.setLevel(Level.WARN);
        }
    }

    private static Command parse(List<String> args) {
        Deque<String> rest = new ArrayDeque<>(args);
        Path folder = null;
        Path readyFile = null;
        int port = 0;
        int users = SandboxOptions.DEFAULT_USERS;
        int rateLimit = SandboxOptions.DEFAULT_RATE_LIMIT;
        int writesAMinute = SecondaryLimits.Allowed.ANYTHING.writesAMinute();
        int writesAnHour = SecondaryLimits.Allowed.ANYTHING.writesAnHour();
        Duration tokenLifetime = SandboxOptions.TOKEN_LIFETIME;
        while (!rest.isEmpty()) {
            String flag = rest.remove();
            switch (flag) {
                case "--dir" -> folder = Path.of(value(flag, rest));
                case "--ready-file" -> readyFile = Path.of(value(flag, rest));
                case "--port" -> port = number(flag, rest);
                case "--users" -> users = number(flag, rest);
                case "--rate-limit" -> rateLimit = number(flag, rest);
                case "--writes-a-minute" -> writesAMinute = number(flag, rest);
                case "--writes-an-hour" -> writesAnHour = number(flag, rest);
                case "--token-lifetime" -> tokenLifetime = Duration.ofSeconds(number(flag, rest));
                default ->
                    throw new IllegalArgumentException("unknown flag '" + flag
                            + "'; known are --dir, --port, --users, --rate-limit, --writes-a-minute,"
                            + " --writes-an-hour, --token-lifetime and --ready-file");
            }
        }
        if (folder == null) {
            throw new IllegalArgumentException("--dir DIR is missing: the folder for the sandbox's data");
        }
        SandboxOptions options = SandboxOptions.in(folder)
                .onPort(port)
                .withUsers(users)
                .withRateLimit(rateLimit)
                .withSecondary(new SecondaryLimits.Allowed(
                        writesAMinute, writesAnHour, SecondaryLimits.Allowed.AS_GITHUB.atOnce()))
                .withTokenLifetime(tokenLifetime)
                .withServlet(MODEL_PATH, server -> new ModelServlet());
        return new Command(options, readyFile);
    }

    private static String value(String flag, Deque<String> rest) {
        String value = rest.poll();
        if (value == null) {
            throw new IllegalArgumentException(flag + " needs a value");
        }
        return value;
    }

    private static int number(String flag, Deque<String> rest) {
        String value = value(flag, rest);
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(flag + " needs a number, not '" + value + "'", e);
        }
    }

    private static void announce(SandboxServer server, Path file) throws IOException {
        ObjectNode json = Json.object()
                .put("url", server.url())
                .put("apiUrl", server.apiUrl())
                .put("modelUrl", server.url() + "/model")
                .put("pid", ProcessHandle.current().pid())
                .put("tokensFile", server.tokensFile().toString());
        Path draft = file.toAbsolutePath().resolveSibling(file.getFileName() + ".new");
        Files.write(draft, Json.MAPPER.writeValueAsBytes(json));
        Files.move(draft, file.toAbsolutePath(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String reason(IOException e) {
        Throwable cause = e.getCause();
        return e.getMessage() + (cause == null ? "" : " (" + cause.getMessage() + ")");
    }
}
