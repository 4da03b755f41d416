package dev.slipway.starter.command;

import dev.slipway.activities.artifact.ArtifactStore;
import dev.slipway.activities.artifact.ArtifactStores;
import dev.slipway.activities.artifact.DirectoryArtifactStore;
import dev.slipway.activities.ledger.Ledger;
import dev.slipway.settings.Target;
import dev.slipway.settings.installation.Installation;
import dev.slipway.settings.installation.StoreSettings;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.settings.secret.SecretResolver;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.engine.Engine;
import dev.slipway.starter.engine.Engines;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.stack.StackHomes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which server a command talks to. */
final class ServerOptions {
    private final Surroundings surroundings;

    @Mixin
    private InstallationOptions options;

    @Option(
            names = "--sandbox",
            description =
                    "Look at the sandboxed stack of 'demo --keep' and 'run --sandbox --keep', also where another runs.")
    private boolean sandbox;

    private @Nullable Installation installation;

    ServerOptions(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * Connects to the server that is there; none is started.
     *
     * @throws CommandFailure when none is configured and none runs
     */
    Server connect(Console console) {
        Engine engine = engine(console);
        console.detail("Temporal: " + engine.how() + ", namespace " + engine.namespace());
        return Server.connect(engine, installation().temporal(), surroundings.environment());
    }

    /** The artifact store of the stack that the server belongs to, as far as it can be read from here. */
    ArtifactStore artifacts(Engine engine) {
        StoreSettings stores = installation().stores();
        return sandboxed(engine)
                ? new DirectoryArtifactStore(home(engine).artifacts())
                : ArtifactStores.of(stores, surroundings.home(), new SecretResolver(surroundings.environment()));
    }

    /** The ledger of that stack; nothing is asked of it yet. */
    Ledger ledger(Engine engine) {
        return sandboxed(engine)
                ? Ledger.in(home(engine).ledger())
                : Ledger.of(
                        installation().stores(), surroundings.home(), new SecretResolver(surroundings.environment()));
    }

    /** The home of the stack that the server belongs to. */
    SlipwayHome home(Engine engine) {
        SlipwayHome home = surroundings.home();
        return sandboxed(engine) ? StackHomes.sandboxed(home) : home;
    }

    Installation installation() {
        if (installation == null) {
            installation = options.report(List.of(), Target.SANDBOX).installation();
        }
        return installation;
    }

    private boolean sandboxed(Engine engine) {
        return running(StackHomes.sandboxed(surroundings.home()))
                .filter(engine::equals)
                .isPresent();
    }

    private Engine engine(Console console) {
        SlipwayHome home = surroundings.home();
        SlipwayHome sandboxed = StackHomes.sandboxed(home);
        if (sandbox) {
            return running(sandboxed)
                    .orElseThrow(() -> CommandFailure.outOfReach(
                            "The sandboxed stack is not running: there is no server with a record in " + sandboxed.run()
                                    + ". 'slipway demo --keep' leaves one running."));
        }
        return new Engines(home, surroundings.environment(), console)
                .existing(installation().temporal())
                .or(() -> running(sandboxed))
                .orElseThrow(() -> CommandFailure.outOfReach("No Temporal server: temporal.address is not set in "
                        + (installation().source() == null
                                ? home.configFile()
                                : installation().source())
                        + ", and no local one runs (looked for its record in " + home.run() + " and "
                        + sandboxed.run() + "). 'slipway up' starts one."));
    }

    private Optional<Engine> running(SlipwayHome home) {
        return Engines.running(home);
    }
}
