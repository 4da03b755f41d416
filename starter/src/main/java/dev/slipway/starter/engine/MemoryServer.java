package dev.slipway.starter.engine;

import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.process.BackgroundProcess;
import dev.slipway.starter.process.JavaProgram;
import dev.slipway.starter.process.LogFile;
import dev.slipway.starter.process.ProcessRecord;
import dev.slipway.starter.process.ProcessRecords;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.temporal.internal.testservice.TestServicesStarter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Temporal's test server, for a machine that has no other and can't get one. Nothing survives its process, and lists,
 * schedules and the Web UI are missing.
 */
public final class MemoryServer {
    /** Said whenever it has to do. */
    public static final String WARNING =
            "Warning: no Temporal server could be had, so this runs on the in-process test server. Nothing survives its"
                    + " process, and lists, schedules and the Web UI are missing. 'slipway engine install' gets a real one.";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private MemoryServer() {}

    /** Serves on loopback until the process ends. */
    public static void serve(int port, Path readyFile) throws IOException, InterruptedException {
        // Not TestServer.createPortBoundServer: that one listens on every interface. Time is locked to the clock:
        // skipping
        // it is for tests.
        try (TestServicesStarter services = new TestServicesStarter(true, 0)) {
            NettyServerBuilder builder = NettyServerBuilder.forAddress(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                    .maxInboundMessageSize(128 << 20);
            for (BindableService service : services.getServices()) {
                builder.addService(service);
            }
            Server server = builder.build().start();
            Path partial = Path.of(readyFile + ".part");
            Files.writeString(partial, "127.0.0.1:" + server.getPort());
            Files.move(partial, readyFile);
            server.awaitTermination();
        }
    }

    /** Starts a process that serves, and waits until it does. */
    public static ProcessRecord start(SlipwayHome home, JavaProgram program, String namespace) {
        LogFile log = new LogFile(home.logs().resolve("engine.log"));
        Path ready = home.run().resolve("engine.ready");
        try {
            Files.createDirectories(home.run());
            Files.deleteIfExists(ready);
            Process process = BackgroundProcess.start(
                    program.command("engine", "serve-in-memory", "--ready-file", ready.toString()),
                    home.engine(),
                    Map.of(),
                    log);
            ProcessRecord starting = BackgroundProcess.describe(DevServer.RECORD, process.toHandle(), Map.of());
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!Files.exists(ready)) {
                if (!starting.alive() || System.nanoTime() > deadline) {
                    BackgroundProcess.stop(starting, Duration.ofSeconds(2));
                    throw CommandFailure.failed("the in-memory server did not come up. The end of its log ("
                            + log.path() + "):\n" + log.tail(15));
                }
                Thread.sleep(50);
            }
            ProcessRecord started = BackgroundProcess.describe(
                    DevServer.RECORD,
                    process.toHandle(),
                    Map.of(
                            "kind",
                            Engine.Kind.IN_MEMORY.name(),
                            "address",
                            Files.readString(ready),
                            "namespace",
                            namespace,
                            "webUi",
                            "",
                            "how",
                            "the in-memory test server",
                            "log",
                            log.path().toString()));
            new ProcessRecords(home.run()).write(started);
            return started;
        } catch (IOException e) {
            throw CommandFailure.failed("the in-memory server can't be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted while starting the in-memory server");
        }
    }
}
