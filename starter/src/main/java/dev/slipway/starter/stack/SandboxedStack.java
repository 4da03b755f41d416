package dev.slipway.starter.stack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.activities.artifact.ArtifactStore;
import dev.slipway.activities.artifact.DirectoryArtifactStore;
import dev.slipway.settings.installation.TemporalSettings;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.engine.Engine;
import dev.slipway.starter.engine.Engines;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.process.FolderTree;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Server, sandbox and workers that know the sandbox's accounts only. {@code demo} and {@code run --sandbox} run on it; it
 * is made afresh each time and ended with them unless it is to be kept.
 */
public final class SandboxedStack implements AutoCloseable {
    /** So many GitHub users, since the writes of one are a second apart. */
    private static final int USERS = 10;

    private static final String NAMESPACE_SUFFIX = "-sandbox";

    private final SlipwayHome home;
    private final Map<String, String> environment;
    private final Console console;
    private final Thread atExit = new Thread(this::stopQuietly, "stop-sandboxed-stack");

    private @Nullable Server server;
    private @Nullable Sandbox sandbox;
    private @Nullable StackProcesses processes;
    // Held as long as the command runs; the system lets it go with the process.
    private @Nullable FileChannel lock;
    private boolean kept;
    private boolean closed;

    public SandboxedStack(SlipwayHome user, Map<String, String> environment, Console console) {
        this.home = StackHomes.sandboxed(user);
        this.environment = environment;
        this.console = console;
    }

    /**
     * What the workers are started with.
     *
     * @param agents the section {@code agents}
     * @param others further sections of the installation
     * @param writePacing whether the writes of a user are apart, as the real GitHub asks for
     */
    public record Crew(
            int workers, int slots, List<String> accounts, ObjectNode agents, ObjectNode others, boolean writePacing) {
        public Crew {
            accounts = List.copyOf(accounts);
        }

        /** With write pacing, as it should be. */
        public Crew(int workers, int slots, List<String> accounts, ObjectNode agents) {
            this(workers, slots, accounts, agents, JsonNodeFactory.instance.objectNode(), true);
        }

        /** Slots over all workers. */
        public int totalSlots() {
            return workers * slots;
        }
    }

    /**
     * Brings server and sandbox up. What an earlier run kept is ended first.
     *
     * @param temporal its address, if it is set: then that server is used, in a namespace apart
     */
    public void start(TemporalSettings temporal) {
        start(temporal, SandboxRules.unlimited(USERS));
    }

    /** The same, with a sandbox under these rules. */
    public void start(TemporalSettings temporal, SandboxRules rules) {
        lock();
        Runtime.getRuntime().addShutdownHook(atExit);
        clear();
        TemporalSettings apart = new TemporalSettings(
                temporal.address(),
                temporal.address() == null ? temporal.namespace() : temporal.namespace() + NAMESPACE_SUFFIX,
                temporal.apiKey(),
                temporal.tls(),
                temporal.certificate(),
                temporal.key(),
                temporal.ca());
        Engine engine = new Engines(home, environment, console).ensure(apart);
        server = Server.connect(engine, apart, environment);
        server.prepare();
        sandbox = new SandboxProcess(home).ensure(rules);
        console.detail("Sandbox: " + sandbox.url());
    }

    /** Starts the workers and waits until they poll. */
    public void startWorkers(Crew crew) {
        try {
            Path config = new SandboxInstallation(SandboxInstallation.folder(home), sandbox(), crew.writePacing())
                    .write(
                            crew.accounts(),
                            crew.agents(),
                            crew.others(),
                            Optional.of(home.artifacts().toUri()));
            WorkerProcess.Settings settings = new WorkerProcess.Settings(
                    server().engine(),
                    List.of(config),
                    crew.slots(),
                    false,
                    Fingerprint.of(List.of(config), environment, crew.toString()));
            processes = new StackProcesses(
                    home, environment, server().engine().namespace(), sandbox(), crew.workers(), settings);
            new LocalWorkers(home, console).ensure(crew.workers(), settings);
        } catch (IOException e) {
            throw CommandFailure.failed("the sandboxed installation can't be written: " + e.getMessage(), e);
        }
    }

    public Server server() {
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return server;
    }

    public Sandbox sandbox() {
        if (sandbox == null) {
            throw new IllegalStateException("not started");
        }
        return sandbox;
    }

    /** Its processes, once the workers were started. */
    public StackProcesses processes() {
        if (processes == null) {
            throw new IllegalStateException("no workers were started");
        }
        return processes;
    }

    /** A file with a key that the sandbox's model endpoint takes; any does. */
    public Path modelKey() {
        try {
            return SandboxInstallation.key(home);
        } catch (IOException e) {
            throw CommandFailure.failed("the key for the model endpoint can't be written: " + e.getMessage(), e);
        }
    }

    /** Where its workers keep artifacts. */
    public ArtifactStore artifacts() {
        return new DirectoryArtifactStore(home.artifacts());
    }

    /** It goes on when the command ends. */
    public void keep() {
        kept = true;
    }

    /** Ends all that was started, unless it is kept. */
    @Override
    public void close() {
        stopQuietly();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // This is the shutdown already.
            kept = false;
        }
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException e) {
                console.detail("the lock was not let go: " + e.getMessage());
            }
        }
    }

    private synchronized void stopQuietly() {
        if (closed) {
            return;
        }
        closed = true;
        if (server != null) {
            server.close();
        }
        if (!kept) {
            LocalStack stack = new LocalStack(home, console);
            // Once more: something may have been starting when this was interrupted.
            stack.stop();
            stack.stop();
        }
    }

    /** One at a time: a second one would end the first one's processes. */
    private void lock() {
        try {
            Files.createDirectories(home.state().getParent());
            FileChannel channel = FileChannel.open(
                    home.state().resolveSibling("sandboxed.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                throw CommandFailure.failed(
                        "Another 'slipway demo' or 'slipway run --sandbox' of this user is under way."
                                + " Wait for it, or set SLIPWAY_HOME to another folder.");
            }
            lock = channel;
        } catch (IOException e) {
            throw CommandFailure.failed("can't lock " + home.state() + ": " + e.getMessage(), e);
        }
    }

    private void clear() {
        if (!new LocalStack(home, console).stop().isEmpty()) {
            console.say("Stopped the sandboxed stack of an earlier run.");
        }
        try {
            FolderTree.delete(home.state());
        } catch (IOException e) {
            throw CommandFailure.failed("the data of an earlier run can't be removed: " + e.getMessage(), e);
        }
    }
}
