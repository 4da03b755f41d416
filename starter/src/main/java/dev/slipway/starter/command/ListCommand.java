package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.run.RunState;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import dev.slipway.starter.run.BatchStatus;
import dev.slipway.starter.run.ProjectRow;
import dev.slipway.starter.run.RowJson;
import dev.slipway.starter.run.Visibility;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway list}. */
@Command(
        name = "list",
        description = "Lists projects of all batches, the oldest first.",
        mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output;

    @Mixin
    private ServerOptions serverOptions;

    @Option(names = "--batch", paramLabel = "NAME", description = "Only of this batch.")
    private @Nullable String batch;

    @Option(names = "--state", paramLabel = "STATE", description = "Only in this state: ${COMPLETION-CANDIDATES}.")
    private @Nullable RunState state;

    @Override
    public Integer call() {
        Console console = output.console();
        try (Server server = serverOptions.connect(console)) {
            Visibility visibility = new Visibility(server);
            List<ProjectRow> rows = (batch == null ? visibility.projects() : visibility.projects(batch))
                    .stream()
                            .filter(row -> state == null || row.state() == state)
                            .toList();
            if (output.json()) {
                ArrayNode list = JsonNodeFactory.instance.arrayNode();
                rows.forEach(row -> list.add(RowJson.of(row)));
                console.answer(list);
            } else if (rows.isEmpty()) {
                console.say("No project.");
            } else {
                BatchStatus.table(rows, console.style(), Instant.now()).forEach(console::say);
            }
        }
        return ExitCode.DONE;
    }
}
