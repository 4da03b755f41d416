package dev.slipway.starter.command;

import dev.slipway.activities.ledger.Ledger;
import dev.slipway.activities.ledger.LedgerTroubleException;
import dev.slipway.settings.Target;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.settings.secret.SecretResolver;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.stack.StackHomes;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which ledger a command reads. No server and no worker is needed for that. */
final class LedgerOptions {
    private final Surroundings surroundings;

    @Mixin
    private InstallationOptions options;

    @Option(names = "--sandbox", description = "The ledger of the sandboxed stack, also where there is another.")
    private boolean sandbox;

    LedgerOptions(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * Reads from the ledger that there is: the user's, or the sandboxed stack's where the user's was never written to.
     *
     * @throws CommandFailure when there is none, or it can't be read
     */
    <T> T read(Console console, Function<Ledger, T> reading) {
        return use(console, reading, false);
    }

    /** The same for a command that writes: where there is none, it is made. */
    <T> T write(Console console, Function<Ledger, T> writing) {
        return use(console, writing, true);
    }

    private <T> T use(Console console, Function<Ledger, T> use, boolean make) {
        try (Ledger ledger = ledger(console, make)) {
            console.detail("ledger: " + ledger.where());
            return use.apply(ledger);
        } catch (LedgerTroubleException e) {
            throw CommandFailure.failed(e.getMessage(), e);
        }
    }

    private Ledger ledger(Console console, boolean make) {
        SlipwayHome home = surroundings.home();
        Ledger sandboxed = Ledger.in(StackHomes.sandboxed(home).ledger());
        if (sandbox) {
            if (!make && !sandboxed.exists()) {
                throw CommandFailure.failed("The sandboxed stack has no ledger yet: there is no file "
                        + sandboxed.where() + ". 'slipway run --sandbox' makes one.");
            }
            return sandboxed;
        }
        Ledger own = Ledger.of(
                options.report(List.of(), Target.SANDBOX).installation().stores(),
                home,
                new SecretResolver(surroundings.environment()));
        if (make || own.exists()) {
            return own;
        }
        if (sandboxed.exists()) {
            console.warn("(the sandboxed stack's ledger: your own, " + own.where() + ", is not there yet)");
            return sandboxed;
        }
        throw CommandFailure.failed("There is no ledger yet: " + own.where()
                + " is made when the first project runs. Where it is elsewhere, set stores.ledger in config.yaml.");
    }
}
