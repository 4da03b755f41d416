package dev.slipway.starter.demo;

import dev.slipway.activities.toolchain.ToolchainState;
import dev.slipway.run.ToolchainName;
import dev.slipway.settings.toolchain.ToolchainDefinition;
import dev.slipway.starter.machine.Toolbox;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Chooses the demo's toolchains: those whose tools the machine has; says which are left out, and why. */
final class DemoToolchains {
    private static final int MOST = 6;
    private static final List<String> CANDIDATES = List.of("solc", "clarinet", "maven", "go", "cargo", "python", "npm");
    private static final List<String> ON_REQUEST = List.of("foundry", "hardhat");

    private final Toolbox toolbox;
    private final Console console;

    DemoToolchains(Toolbox toolbox, Console console) {
        this.toolbox = toolbox;
        this.console = console;
    }

    /**
     * The toolchains to use, at most so many as there are projects.
     *
     * @param asked by the user; empty: the demo chooses
     * @throws CommandFailure wrong usage: one that is asked for does not exist, or its tools are missing
     */
    List<ToolchainName> choose(List<String> asked, int projects) {
        return asked.isEmpty() ? choose(projects) : check(asked);
    }

    private List<ToolchainName> choose(int projects) {
        List<ToolchainName> chosen = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (String name : CANDIDATES) {
            if (chosen.size() == Math.min(MOST, projects)) {
                break;
            }
            ToolchainDefinition definition = definition(name);
            if (toolbox.state(definition) instanceof ToolchainState.Missing missing) {
                leftOut.add(name + ": " + missing.tool());
            } else {
                chosen.add(definition.name());
            }
        }
        if (projects >= MOST) {
            ON_REQUEST.forEach(name -> leftOut.add(onRequest(name)));
        }
        if (chosen.isEmpty()) {
            // A shell is there wherever this runs.
            chosen.add(ToolchainName.of("command"));
        }
        leftOut.forEach(line -> console.say("Left out " + line));
        return chosen;
    }

    /** Large, and solc shows the same: fetched when somebody asks for it, never by itself. */
    private String onRequest(String name) {
        String size = toolbox.state(definition(name)) instanceof ToolchainState.Installable installable
                ? Toolbox.size(installable.bytes()) + " to fetch"
                : "solc shows the same";
        return name + ": " + size + "; ask for it with --toolchains " + name;
    }

    private List<ToolchainName> check(List<String> asked) {
        List<ToolchainName> chosen = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (String name : asked) {
            if (!DemoProjects.known().contains(name)) {
                problems.add("--toolchains " + name + ": the demo has no project for that; it has "
                        + String.join(", ", DemoProjects.known()) + ".");
                continue;
            }
            ToolchainDefinition definition = definition(name);
            if (toolbox.state(definition) instanceof ToolchainState.Missing missing) {
                problems.add("--toolchains " + name + ": " + missing.tool() + ". " + missing.how());
            } else {
                chosen.add(definition.name());
            }
        }
        if (!problems.isEmpty()) {
            throw CommandFailure.wrongUsage(problems);
        }
        return chosen;
    }

    private ToolchainDefinition definition(String name) {
        Optional<ToolchainDefinition> found = toolbox.toolchains().find(ToolchainName.of(name));
        return found.orElseThrow(() -> new IllegalStateException("there is no toolchain " + name));
    }
}
