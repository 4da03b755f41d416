package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import dev.slipway.starter.process.FolderTree;
import dev.slipway.starter.process.ProcessRecord;
import dev.slipway.starter.stack.LocalStack;
import dev.slipway.starter.stack.StackHomes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway down}: ends the local stack. */
@Command(
        name = "down",
        description = "Stops the local stack. Its data is kept: 'slipway up' goes on where it stopped.",
        mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private OutputOptions output;

    @Option(
            names = "--purge",
            description =
                    "Remove state and cache too: history, workspaces, logs, installed tools. The configuration stays.")
    private boolean purge;

    DownCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Console console = output.console();
        SlipwayHome home = surroundings.home();
        List<ProcessRecord> stopped = new ArrayList<>(new LocalStack(StackHomes.sandboxed(home), console).stop());
        stopped.addAll(new LocalStack(home, console).stop());
        if (purge) {
            try {
                FolderTree.delete(home.state());
                FolderTree.delete(home.cache());
            } catch (IOException e) {
                throw CommandFailure.failed("not all could be removed: " + e.getMessage(), e);
            }
        }
        if (output.json()) {
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            ArrayNode names = answer.putArray("stopped");
            stopped.forEach(process -> names.add(process.name()));
            console.answer(answer.put("purged", purge));
        } else {
            console.say(
                    stopped.isEmpty()
                            ? "Nothing was running."
                            : "Stopped "
                                    + String.join(
                                            ", ",
                                            stopped.stream()
                                                    .map(ProcessRecord::name)
                                                    .toList())
                                    + ".");
            if (purge) {
                console.say("Removed " + home.state() + " and " + home.cache() + ".");
            }
        }
        return ExitCode.DONE;
    }
}
