package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import dev.slipway.starter.output.LiveBlock;
import dev.slipway.starter.output.TerminalSize;
import dev.slipway.starter.run.BatchStatus;
import dev.slipway.starter.run.Visibility;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway status}. */
@Command(
        name = "status",
        description = "Shows how batches stand: the running ones, or else the newest.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private static final long WATCH_MILLIS = 1_000;

    @Mixin
    private OutputOptions output;

    @Mixin
    private ServerOptions serverOptions;

    @Parameters(arity = "0..1", paramLabel = "BATCH", description = "Only this batch.")
    private @Nullable String batch;

    @Option(
            names = {"-w", "--watch"},
            description = "Go on until nothing runs; with --json one object a line.")
    private boolean watch;

    @Override
    public Integer call() throws InterruptedException {
        Console console = output.console();
        try (Server server = serverOptions.connect(console)) {
            Visibility visibility = new Visibility(server);
            LiveBlock block = console.live() && watch && !output.json()
                    ? new LiveBlock(console.people(), TerminalSize.ask())
                    : null;
            String last = "";
            while (true) {
                List<BatchStatus> found = statuses(visibility);
                last = show(console, server, found, block, last);
                if (!watch || found.stream().allMatch(status -> status.batch().closedAt() != null)) {
                    return ExitCode.DONE;
                }
                Thread.sleep(WATCH_MILLIS);
            }
        }
    }

    private List<BatchStatus> statuses(Visibility visibility) {
        if (batch == null) {
            return BatchStatus.current(visibility);
        }
        String name = batch.startsWith("batch/") ? batch.substring("batch/".length()) : batch;
        return List.of(new BatchStatus(
                visibility
                        .batch("batch/" + name)
                        .orElseThrow(() -> CommandFailure.wrongUsage(
                                "There is no batch '" + name + "'. 'slipway list' shows all.")),
                visibility.projects(name)));
    }

    private String show(
            Console console, Server server, List<BatchStatus> found, @Nullable LiveBlock block, String last) {
        if (output.json()) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            node.putObject("server")
                    .put("kind", server.engine().kind().word())
                    .put("address", server.engine().address())
                    .put("namespace", server.engine().namespace())
                    .put("webUi", server.engine().webUi());
            ArrayNode batches = node.putArray("batches");
            found.forEach(status -> batches.add(status.json()));
            console.answer(node);
            return "";
        }
        List<String> lines = new ArrayList<>();
        Instant now = Instant.now();
        found.forEach(status -> lines.addAll(status.lines(console.style(), now)));
        if (found.isEmpty()) {
            lines.add("Nothing has run yet. 'slipway run' starts a batch, 'slipway demo' shows how it goes.");
        }
        if (block != null) {
            block.draw(lines);
            return "";
        }
        String text = String.join("\n", lines);
        if (!text.equals(last)) {
            console.say(text);
        }
        return text;
    }
}
