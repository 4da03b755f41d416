package dev.slipway.starter.command;

import dev.slipway.starter.engine.MemoryServer;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.process.FolderTree;
import dev.slipway.starter.run.Rehearsal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Loads what commands need, so that the launcher script can make a class-data archive of it when this process ends. It
 * talks to a test server inside of the process, since the network classes are the larger part.
 */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    WarmUpCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path ready = Files.createTempDirectory("slipway-warm-up").resolve("ready");
        Thread server = new Thread(() -> serve(ready), "warm-up-server");
        server.setDaemon(true);
        server.start();
        while (!Files.exists(ready) && server.isAlive()) {
            Thread.sleep(20);
        }
        Map<String, String> environment = new HashMap<>(surroundings.environment());
        environment.put("SLIPWAY_TEMPORAL_ADDRESS", Files.readString(ready));
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Surroundings quiet = new Surroundings(nowhere, nowhere, environment, surroundings.directory());
        // The test server can't list, so these fail in the end; all that they need is loaded then.
        CommandLines.run(quiet, "status", "--json");
        CommandLines.run(quiet, "show", "warm/up", "--json");
        Rehearsal.status(Console.of(nowhere, nowhere, environment));
        FolderTree.delete(ready.getParent());
        return 0;
    }

    private static void serve(Path ready) {
        try {
            MemoryServer.serve(0, ready);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
