package dev.slipway.starter.engine;

import dev.slipway.settings.installation.TemporalSettings;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.process.JavaProgram;
import dev.slipway.starter.process.ProcessRecord;
import dev.slipway.starter.process.ProcessRecords;
import java.util.Map;
import java.util.Optional;

/**
 * Finds a Temporal server, in this order: the configured address; a server of this stack that runs already; the
 * {@code temporal} on the PATH; the copy in the user's cache, installed now if need be; the in-memory test server.
 */
public final class Engines {
    private final SlipwayHome home;
    private final Map<String, String> environment;
    private final Console console;

    public Engines(SlipwayHome home, Map<String, String> environment, Console console) {
        this.home = home;
        this.environment = environment;
        this.console = console;
    }

    /** One that is there already: configured, or running. Nothing is started. */
    public Optional<Engine> existing(TemporalSettings settings) {
        if (settings.address() != null) {
            return Optional.of(new Engine(
                    Engine.Kind.CONFIGURED,
                    settings.address(),
                    settings.namespace(),
                    "",
                    "the configured server at " + settings.address()));
        }
        return running(home);
    }

    /** The server of a stack that runs already. */
    public static Optional<Engine> running(SlipwayHome home) {
        return new ProcessRecords(home.run()).alive(DevServer.RECORD).map(Engines::engine);
    }

    /** One to work with; it is started, and installed, where there is none. Says which it is. */
    public Engine ensure(TemporalSettings settings) {
        Optional<Engine> existing = existing(settings);
        if (existing.isPresent()) {
            console.say("Temporal: " + existing.get().how()
                    + (existing.get().kind() == Engine.Kind.CONFIGURED ? "" : ", running already"));
            return existing.get();
        }
        Optional<TemporalProgram> program = TemporalProgram.find(home, environment);
        if (program.isEmpty()) {
            console.say("There is no Temporal server on this machine yet.");
            program = new EngineInstaller(home, environment, console).install();
        }
        ProcessRecord started;
        if (program.isPresent()) {
            started = new DevServer(home).start(program.get(), settings.namespace());
        } else {
            console.warn(MemoryServer.WARNING);
            started = MemoryServer.start(home, JavaProgram.ofModule("starter"), settings.namespace());
        }
        Engine engine = engine(started);
        console.say("Temporal: " + engine.how() + ", at " + engine.address()
                + (engine.webUi().isEmpty() ? "" : ", Web UI " + console.style().link(engine.webUi(), engine.webUi())));
        return engine;
    }

    private static Engine engine(ProcessRecord running) {
        return new Engine(
                Engine.Kind.valueOf(running.detail("kind")),
                running.detail("address"),
                running.detail("namespace"),
                running.detail("webUi"),
                running.detail("how"));
    }
}
