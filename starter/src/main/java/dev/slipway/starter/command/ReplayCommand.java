package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import dev.slipway.starter.replay.Divergence;
import dev.slipway.starter.replay.Replay;
import dev.slipway.starter.run.NameResolution;
import dev.slipway.starter.run.Visibility;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway replay ID|FILE}. */
@Command(
        name = "replay",
        description = "Replays a run's history against this build's workflow code, and says where they part.",
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
    private static final List<String> OTHER_KINDS = List.of("batch/", "account-pool/", "agent-pool/", "recheck/");

    private final Surroundings surroundings;

    @Mixin
    private OutputOptions output;

    @Mixin
    private ServerOptions serverOptions;

    @Parameters(
            paramLabel = "ID|FILE",
            description = "A project's name, BATCH/NAME, a workflow id, or a file with a history as JSON.")
    private String what;

    @Option(names = "--run-id", paramLabel = "RUN", description = "Of a run that continued as new; else the last one.")
    private @Nullable String runId;

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description = "Keep the fetched history in a file, to replay it later.")
    private @Nullable Path save;

    ReplayCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Console console = output.console();
        Path file = surroundings.directory().resolve(what);
        WorkflowExecutionHistory history = Files.isRegularFile(file) ? read(file) : fetch(console);
        if (save != null) {
            keep(history, surroundings.directory().resolve(save));
        }
        Replay replay = new Replay(history);
        Optional<Divergence> divergence = replay.run();
        if (output.json()) {
            console.answer(json(replay, divergence));
        } else if (divergence.isEmpty()) {
            console.say(what + ": " + replay.events() + " events of " + replay.workflowType()
                    + " replayed; this build comes to the same decisions.");
        } else {
            tell(console, replay, divergence.get());
        }
        return divergence.isEmpty() ? ExitCode.DONE : ExitCode.WORK_FAILED;
    }

    private void tell(Console console, Replay replay, Divergence divergence) {
        String where = divergence.event() == 0
                ? "somewhere in its " + replay.events() + " events"
                : "at event " + divergence.event() + " of " + replay.events()
                        + (divergence.eventType().isEmpty() ? "" : " (" + divergence.eventType() + ")");
        console.say(what + ": this build parts from the history " + where + ": " + divergence.reason());
        console.say("Runs that are this far can't go on with this build: finish them with the one that started them, or"
                + " guard the change with Workflow.getVersion.");
    }

    private static ObjectNode json(Replay replay, Optional<Divergence> divergence) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("workflowType", replay.workflowType());
        node.put("events", replay.events());
        node.put("diverges", divergence.isPresent());
        divergence.ifPresent(found -> {
            node.put("event", found.event());
            node.put("eventType", found.eventType());
            node.put("reason", found.reason());
        });
        return node;
    }

    private static WorkflowExecutionHistory read(Path file) {
        try {
            WorkflowExecutionHistory history = WorkflowExecutionHistory.fromJson(Files.readString(file));
            if (history.getHistory().getEventsCount() > 0) {
                return history;
            }
            throw CommandFailure.wrongUsage(file + " is a history without events.");
        } catch (IOException | RuntimeException e) {
            if (e instanceof CommandFailure known) {
                throw known;
            }
            throw CommandFailure.wrongUsage(
                    file
                            + " is no workflow history as JSON. 'slipway replay ID --save FILE' and the Temporal Web UI's download write such files.");
        }
    }

    private WorkflowExecutionHistory fetch(Console console) {
        try (Server server = serverOptions.connect(console)) {
            String id = workflowId(new Visibility(server));
            return runId == null
                    ? server.client().fetchHistory(id)
                    : server.client().fetchHistory(id, runId);
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND
                    || e.getStatus().getCode() == Status.Code.INVALID_ARGUMENT) {
                throw CommandFailure.wrongUsage("There is no file and no run '" + what + "'"
                        + (runId == null ? "" : " with the run id " + runId) + ".");
            }
            throw e;
        }
    }

    /** Any workflow can be replayed by its id, not only projects. */
    private String workflowId(Visibility visibility) {
        if (OTHER_KINDS.stream().anyMatch(what::startsWith)) {
            return what;
        }
        try {
            return NameResolution.project(what, NameResolution.directory(visibility));
        } catch (CommandFailure unknown) {
            throw what.endsWith(".json")
                    ? CommandFailure.wrongUsage("There is no file "
                            + surroundings.directory().resolve(what) + ", and no project of that name.")
                    : unknown;
        }
    }

    private static void keep(WorkflowExecutionHistory history, Path file) {
        try {
            Files.writeString(file, history.toJson(true));
        } catch (IOException e) {
            throw CommandFailure.failed(file + " can't be written: " + e.getMessage(), e);
        }
    }
}
