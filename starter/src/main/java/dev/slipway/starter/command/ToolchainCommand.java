package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.activities.toolchain.ToolchainState;
import dev.slipway.run.ToolchainName;
import dev.slipway.settings.toolchain.ToolchainDefinition;
import dev.slipway.starter.machine.Toolbox;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import dev.slipway.starter.output.Table;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code slipway toolchain}. */
@Command(
        name = "toolchain",
        description = "Shows and installs toolchains: how kinds of projects are compiled and tested.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class ToolchainCommand {
    private final Surroundings surroundings;

    ToolchainCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(
            name = "list",
            description = "Lists the toolchains, and whether this machine has their tools.",
            mixinStandardHelpOptions = true)
    int list(@Mixin OutputOptions output) {
        Console console = output.console();
        Toolbox toolbox = new Toolbox(surroundings.home(), surroundings.environment(), console);
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        Table table = new Table(console.style(), "TOOLCHAIN", "STATE", "WHAT");
        for (ToolchainDefinition definition : toolbox.toolchains().all()) {
            ToolchainState state = toolbox.state(definition);
            ObjectNode node = list.addObject()
                    .put("name", definition.name().value())
                    .put("description", definition.description());
            if (state instanceof ToolchainState.Missing missing) {
                node.put("state", "missing").put("problem", missing.tool()).put("get", missing.how());
                table.row(
                        definition.name().value(),
                        console.style().red("missing"),
                        missing.tool() + ". " + missing.how());
            } else if (state instanceof ToolchainState.Installable installable) {
                node.put("state", "installable").put("what", installable.what()).put("bytes", installable.bytes());
                table.row(
                        definition.name().value(),
                        console.style().yellow("installable"),
                        installable.what() + " (" + Toolbox.size(installable.bytes()) + ") " + installable.how());
            } else {
                node.put("state", "ready");
                table.row(definition.name().value(), console.style().green("ready"), definition.description());
            }
        }
        if (output.json()) {
            console.answer(list);
        } else {
            table.lines().forEach(console::say);
        }
        return ExitCode.DONE;
    }

    @Command(
            name = "install",
            description = "Puts the packages of toolchains into the cache.",
            mixinStandardHelpOptions = true)
    int install(@Mixin OutputOptions output, @Parameters(paramLabel = "NAME", arity = "1..*") List<String> names) {
        Console console = output.console();
        Toolbox toolbox = new Toolbox(surroundings.home(), surroundings.environment(), console);
        List<ToolchainName> wanted = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (String name : names) {
            try {
                ToolchainName found = ToolchainName.of(name);
                toolbox.toolchains()
                        .find(found)
                        .ifPresentOrElse(definition -> wanted.add(found), () -> problems.add(unknown(toolbox, name)));
            } catch (IllegalArgumentException e) {
                problems.add(unknown(toolbox, name));
            }
        }
        problems.addAll(toolbox.missing(wanted));
        if (!problems.isEmpty()) {
            throw CommandFailure.wrongUsage(problems);
        }
        toolbox.install(wanted);
        console.say("Ready: " + String.join(", ", names) + ".");
        return ExitCode.DONE;
    }

    private static String unknown(Toolbox toolbox, String name) {
        return "There is no toolchain '" + name + "'."
                + toolbox.toolchains()
                        .nearest(name)
                        .map(near -> " Did you mean '" + near + "'?")
                        .orElse(" 'slipway toolchain list' shows all.");
    }
}
