package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import dev.slipway.starter.run.BatchRow;
import dev.slipway.starter.run.NameResolution;
import dev.slipway.starter.run.ProjectRow;
import dev.slipway.starter.run.Visibility;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway cancel NAME}. */
@Command(
        name = "cancel",
        description = "Cancels a project, or with --batch a whole batch. What was pushed stays.",
        mixinStandardHelpOptions = true)
final class CancelCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output;

    @Mixin
    private ServerOptions serverOptions;

    @Parameters(paramLabel = "NAME", description = "A project's name, BATCH/NAME, a workflow id, or a batch's name.")
    private String name;

    @Option(names = "--batch", description = "NAME is a batch's name.")
    private boolean batch;

    @Override
    public Integer call() {
        Console console = output.console();
        try (Server server = serverOptions.connect(console)) {
            String id = workflowId(new Visibility(server));
            server.client().newUntypedWorkflowStub(id).cancel("slipway cancel");
            if (output.json()) {
                console.answer(JsonNodeFactory.instance.objectNode().put("cancelling", id));
            } else {
                console.say("Cancelling " + id + "; 'slipway status' shows when it is over.");
            }
        }
        return ExitCode.DONE;
    }

    private String workflowId(Visibility visibility) {
        if (batch || name.startsWith("batch/")) {
            String id = name.startsWith("batch/") ? name : "batch/" + name;
            BatchRow found = visibility
                    .batch(id)
                    .orElseThrow(() -> CommandFailure.wrongUsage(
                            "There is no batch '" + name + "'. 'slipway status' shows the running ones."));
            return open(id, found.closedAt() == null);
        }
        Optional<BatchRow> sameName = name.contains("/")
                ? Optional.empty()
                : visibility.batch("batch/" + name).filter(found -> found.closedAt() == null);
        NameResolution.Directory directory = NameResolution.directory(visibility);
        if (sameName.isPresent()) {
            List<String> projects = directory.projects().stream()
                    .filter(id -> NameResolution.named(id, name))
                    .toList();
            if (projects.isEmpty()) {
                return sameName.get().workflowId();
            }
            throw NameResolution.ambiguous(
                    name,
                    Stream.concat(Stream.of(sameName.get().workflowId()), projects.stream())
                            .toList());
        }
        String id = NameResolution.project(name, directory);
        return open(id, visibility.project(id).map(ProjectRow::closedAt).isEmpty());
    }

    private static String open(String id, boolean open) {
        if (!open) {
            throw CommandFailure.wrongUsage(id + " is over already.");
        }
        return id;
    }
}
