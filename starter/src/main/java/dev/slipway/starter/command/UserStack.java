package dev.slipway.starter.command;

import dev.slipway.activities.artifact.ArtifactStore;
import dev.slipway.activities.artifact.ArtifactStores;
import dev.slipway.settings.installation.Installation;
import dev.slipway.settings.installation.TemporalSettings;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.settings.secret.SecretResolver;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.engine.Engine;
import dev.slipway.starter.engine.Engines;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.stack.Fingerprint;
import dev.slipway.starter.stack.LocalWorkers;
import dev.slipway.starter.stack.WorkerProcess;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Supplier;

/** The user's own local stack: brought up when it is needed, left running in the background. */
final class UserStack {
    private final Surroundings surroundings;
    private final Console console;

    UserStack(Surroundings surroundings, Console console) {
        this.surroundings = surroundings;
        this.console = console;
    }

    /** A server, started if need be, with namespace and search attributes. */
    Server ensureServer(TemporalSettings settings) {
        return alone(() -> {
            Engine engine = new Engines(surroundings.home(), surroundings.environment(), console).ensure(settings);
            Server server = Server.connect(engine, settings, surroundings.environment());
            server.prepare();
            return server;
        });
    }

    /** So many workers that poll. */
    void ensureWorkers(int count, Engine engine, List<Path> files, boolean noIsolation) {
        String flags = engine.address() + " " + engine.namespace() + " " + noIsolation;
        String fingerprint = Fingerprint.of(files, surroundings.environment(), flags);
        alone(() -> {
            new LocalWorkers(surroundings.home(), console)
                    .ensure(count, new WorkerProcess.Settings(engine, files, 0, noIsolation, fingerprint));
            return count;
        });
    }

    /** Where the installation keeps artifacts. */
    ArtifactStore artifacts(Installation installation) {
        return ArtifactStores.of(
                installation.stores(), surroundings.home(), new SecretResolver(surroundings.environment()));
    }

    /** Two commands at once bring up one stack, not two. */
    private <T> T alone(Supplier<T> deed) {
        SlipwayHome home = surroundings.home();
        try {
            Files.createDirectories(home.run());
            FileChannel channel = FileChannel.open(
                    home.run().resolve("stack.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                channel.lock();
                return deed.get();
            } finally {
                channel.close();
            }
        } catch (IOException e) {
            throw CommandFailure.failed("can't lock the local stack: " + e.getMessage(), e);
        }
    }
}
