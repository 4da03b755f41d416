package dev.slipway.starter.engine;

import dev.slipway.run.SearchAttributes;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.process.BackgroundProcess;
import dev.slipway.starter.process.LogFile;
import dev.slipway.starter.process.ProcessRecord;
import dev.slipway.starter.process.ProcessRecords;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.common.SearchAttributeKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Temporal's development server in the background, with its data in a SQLite file: {@code kill -9} loses nothing. */
public final class DevServer {
    /** A tenth less CPU time for a few hundred MB: the collector of a server this small runs all the time otherwise. */
    private static final Map<String, String> ENVIRONMENT = Map.of("GOGC", "400", "GOMEMLIMIT", "1GiB");

    /** Name of its process record. */
    public static final String RECORD = "engine";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String HOST = "127.0.0.1";
    private static final int USUAL_PORT = 7233;
    private static final int USUAL_UI_PORT = 8233;
    private static final int ATTEMPTS = 3;

    private final SlipwayHome home;
    private final ProcessRecords records;

    public DevServer(SlipwayHome home) {
        this.home = home;
        this.records = new ProcessRecords(home.run());
    }

    /**
     * Starts it and waits until it answers. It gets the ports that it had the last time, if they are free. One at a time for
     * all that share the cache: two that look for a free port at the same moment would both find the same. Where another
     * program was faster, it gets others.
     *
     * @throws CommandFailure when it does not come up, with the end of its log
     */
    public ProcessRecord start(TemporalProgram program, String namespace) {
        Properties ports = rememberedPorts();
        synchronized (DevServer.class) {
            try (FileChannel file = startingFile();
                    FileLock lock = file.lock()) {
                for (int attempt = 1; ; attempt++) {
                    int port = FreePort.near(Integer.parseInt(ports.getProperty("port", Integer.toString(USUAL_PORT))));
                    int uiPort =
                            FreePort.near(Integer.parseInt(ports.getProperty("ui", Integer.toString(USUAL_UI_PORT))));
                    try {
                        return start(program, namespace, port, uiPort);
                    } catch (CommandFailure failure) {
                        if (attempt == ATTEMPTS || !FreePort.answers(port) && !FreePort.answers(uiPort)) {
                            throw failure;
                        }
                    }
                }
            } catch (IOException e) {
                throw CommandFailure.failed("Temporal's development server can't be started: " + e.getMessage(), e);
            }
        }
    }

    private FileChannel startingFile() throws IOException {
        Files.createDirectories(home.cache());
        return FileChannel.open(
                home.cache().resolve("engine.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /**
     * Starts it again after it died, at the address where its clients look for it.
     *
     * @throws CommandFailure when it does not come up, with the end of its log
     */
    public ProcessRecord restart(TemporalProgram program, String namespace) {
        Properties ports = rememberedPorts();
        return start(
                program,
                namespace,
                Integer.parseInt(ports.getProperty("port")),
                Integer.parseInt(ports.getProperty("ui")));
    }

    private ProcessRecord start(TemporalProgram program, String namespace, int port, int uiPort) {
        LogFile log = new LogFile(home.logs().resolve("engine.log"));
        try {
            Files.createDirectories(home.engine());
            Process process =
                    BackgroundProcess.start(command(program, namespace, port, uiPort), home.engine(), ENVIRONMENT, log);
            ProcessRecord started = BackgroundProcess.describe(
                    RECORD,
                    process.toHandle(),
                    Map.of(
                            "kind",
                            Engine.Kind.DEV_SERVER.name(),
                            "address",
                            HOST + ":" + port,
                            "namespace",
                            namespace,
                            "webUi",
                            "http://" + HOST + ":" + uiPort,
                            "how",
                            "Temporal's development server, by " + program.how(),
                            "data",
                            data().toString(),
                            "log",
                            log.path().toString()));
            records.write(started);
            awaitPort(started, port, log);
            remember(port, uiPort);
            return started;
        } catch (IOException e) {
            throw CommandFailure.failed("Temporal's development server can't be started: " + e.getMessage(), e);
        }
    }

    private List<String> command(TemporalProgram program, String namespace, int port, int uiPort) {
        List<String> command = new ArrayList<>(List.of(
                program.path().toString(),
                "server",
                "start-dev",
                "--ip",
                HOST,
                "--port",
                Integer.toString(port),
                "--ui-port",
                Integer.toString(uiPort),
                "--db-filename",
                data().toString(),
                // Half as many activities a second without these (measured).
                "--sqlite-pragma",
                "journal_mode=wal",
                "--sqlite-pragma",
                "synchronous=normal",
                // Four partitions of each queue, the default, serve thousands of tasks a second. With few workers a
                // task
                // waits in one partition while a free worker asks at another (seen: 20 s).
                "--dynamic-config-value",
                "matching.numTaskqueueReadPartitions=1",
                "--dynamic-config-value",
                "matching.numTaskqueueWritePartitions=1",
                "--namespace",
                namespace,
                "--log-level",
                "error"));
        for (SearchAttributeKey<?> key : SearchAttributes.ALL) {
            command.add("--search-attribute");
            command.add(key.getName() + "=" + typeName(key.getValueType()));
        }
        return command;
    }

    private Path data() {
        return home.engine().resolve("temporal.db");
    }

    private static String typeName(IndexedValueType type) {
        return switch (type) {
            case INDEXED_VALUE_TYPE_KEYWORD -> "Keyword";
            case INDEXED_VALUE_TYPE_INT -> "Int";
            case INDEXED_VALUE_TYPE_DOUBLE -> "Double";
            case INDEXED_VALUE_TYPE_DATETIME -> "Datetime";
            case INDEXED_VALUE_TYPE_BOOL -> "Bool";
            case INDEXED_VALUE_TYPE_KEYWORD_LIST -> "KeywordList";
            case INDEXED_VALUE_TYPE_TEXT -> "Text";
            default -> throw new IllegalArgumentException("search attribute of type " + type);
        };
    }

    private static void awaitPort(ProcessRecord started, int port, LogFile log) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!FreePort.answers(port)) {
            if (!started.alive() || System.nanoTime() > deadline) {
                BackgroundProcess.stop(started, Duration.ofSeconds(2));
                throw CommandFailure.failed("Temporal's development server did not come up. The end of its log ("
                        + log.path() + "):\n" + log.tail(15));
            }
            pause();
        }
        if (!started.alive()) {
            throw CommandFailure.failed("Another program listens at " + HOST + ":" + port
                    + ", and Temporal's development server has ended. The end of its log (" + log.path() + "):\n"
                    + log.tail(15));
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted while waiting for Temporal's development server");
        }
    }

    private Properties rememberedPorts() {
        Properties ports = new Properties();
        try (var in = Files.newInputStream(portsFile())) {
            ports.load(in);
        } catch (IOException | IllegalArgumentException e) {
            // The first start, or a file that can't be used: any free ports do.
            ports.clear();
        }
        return ports;
    }

    private void remember(int port, int uiPort) throws IOException {
        Files.writeString(portsFile(), "port=" + port + "\nui=" + uiPort + "\n");
    }

    private Path portsFile() {
        return home.engine().resolve("ports.properties");
    }
}
