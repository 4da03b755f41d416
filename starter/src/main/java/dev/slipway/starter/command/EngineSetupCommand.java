package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.settings.connection.NamespaceState;
import dev.slipway.settings.connection.TemporalConnection;
import dev.slipway.settings.installation.TemporalSettings;
import dev.slipway.settings.secret.SecretResolver;
import dev.slipway.starter.connection.Retention;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway engine setup}: makes a server ready that somebody else runs. */
@Command(
        name = "setup",
        description = {
            "Makes namespace and search attributes on a Temporal server, where they are missing.",
            "The server is the one in the configuration, unless options name another. Doing it",
            "again changes nothing; workers do the same when they start and may."
        },
        mixinStandardHelpOptions = true)
final class EngineSetupCommand implements Callable<Integer> {
    private static final int RETENTION_DAYS = 30;
    private static final int MOST_DAYS = 3650;

    private final Surroundings surroundings;

    @Mixin
    private OutputOptions output;

    @Mixin
    private InstallationOptions installation;

    @Mixin
    private ServerLogin login;

    @Option(
            names = "--retention-days",
            paramLabel = "DAYS",
            description = "How long closed workflows are kept: " + RETENTION_DAYS
                    + " for a namespace that is made. One that is there is set to it only if this is given.")
    private @Nullable Integer retentionDays;

    EngineSetupCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (retentionDays != null && (retentionDays < 1 || retentionDays > MOST_DAYS)) {
            throw CommandFailure.wrongUsage(
                    "--retention-days " + retentionDays + ": 1 to " + MOST_DAYS + " is needed.");
        }
        TemporalSettings settings = login.over(installation.installation().temporal(), surroundings.directory());
        if (settings.address() == null) {
            throw CommandFailure.wrongUsage("Which server? Give --address HOST:PORT, or set temporal.address in"
                    + " config.yaml. (The local stack's own server needs no set-up: 'slipway up'.)");
        }
        Duration wanted = Duration.ofDays(retentionDays == null ? RETENTION_DAYS : retentionDays);
        WorkflowServiceStubs stubs =
                TemporalConnection.connect(settings, new SecretResolver(surroundings.environment()));
        try {
            NamespaceState state = TemporalConnection.ensureNamespaceAndSearchAttributes(stubs, settings, wanted);
            boolean changed = retentionDays != null && Retention.change(stubs, settings, wanted);
            tell(settings, state, changed ? wanted : state.retention(), changed);
        } finally {
            stubs.shutdownNow();
        }
        return ExitCode.DONE;
    }

    private void tell(TemporalSettings settings, NamespaceState state, Duration retention, boolean retentionChanged) {
        Console console = output.console();
        if (output.json()) {
            ObjectNode answer = JsonNodeFactory.instance
                    .objectNode()
                    .put("address", settings.address())
                    .put("namespace", settings.namespace())
                    .put("namespaceMade", state.made())
                    .put("retentionDays", retention.toDays())
                    .put("retentionChanged", retentionChanged);
            ArrayNode added = answer.putArray("searchAttributesAdded");
            state.added().forEach(added::add);
            console.answer(answer);
            return;
        }
        console.say("Temporal at " + settings.address() + ":");
        console.say("  namespace " + settings.namespace() + ": " + (state.made() ? "made" : "there already")
                + (retention.isZero() ? "" : ", keeps closed workflows for " + retention.toDays() + " days")
                + (retentionChanged ? " (changed)" : ""));
        console.say("  search attributes: "
                + (state.added().isEmpty() ? "all there already" : "added " + String.join(", ", state.added())));
    }
}
