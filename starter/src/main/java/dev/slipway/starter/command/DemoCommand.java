package dev.slipway.starter.command;

import dev.slipway.starter.demo.Demo;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway demo}. */
@Command(
        name = "demo",
        description = {
            "Shows it all on this machine alone: projects built, verified, mended and opened as",
            "pull requests, on a GitHub of its own. Ends what it started."
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private OutputOptions output;

    @Mixin
    private InstallationOptions installation;

    @Option(names = "--projects", paramLabel = "N", defaultValue = "6", description = "How many; ${DEFAULT-VALUE}.")
    private int projects;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "Slots: so many workspaces at a time; by the processors if not given.")
    private @Nullable Integer parallel;

    @Option(names = "--workers", paramLabel = "N", description = "Worker processes; 1, or 2 with --crash.")
    private @Nullable Integer workers;

    @Option(
            names = "--agent",
            paramLabel = "AGENT",
            defaultValue = "SCRIPTED",
            description =
                    "scripted (no model), claude (the real CLI with a model endpoint of this machine), or command.")
    private Demo.Agent agent;

    @Option(
            names = "--agent-seconds",
            paramLabel = "N",
            description = "How long each run of the agent takes; as short as it is if not given.")
    private @Nullable Double agentSeconds;

    @Option(
            names = "--toolchains",
            paramLabel = "A,B",
            split = ",",
            description = "These only; if not given, up to six whose tools this machine has.")
    private List<String> toolchains = List.of();

    @Mixin
    private OrdealOptions ordeal;

    @Option(names = "--keep", description = "Leave server, sandbox and workers running; 'slipway down' ends them.")
    private boolean keep;

    DemoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Console console = output.console();
        atLeast("--projects", projects, 1, 10_000);
        int crew = workers != null ? workers : ordeal.wish().crash() ? 2 : 1;
        atLeast("--workers", crew, 1, 64);
        if (parallel != null) {
            atLeast("--parallel", parallel, 1, 256);
        }
        if (agentSeconds != null && (agentSeconds < 0 || agentSeconds > 3600)) {
            throw CommandFailure.wrongUsage("--agent-seconds " + agentSeconds + ": 0 to 3600 is needed.");
        }
        if (agentSeconds != null && agent == Demo.Agent.CLAUDE) {
            throw CommandFailure.wrongUsage("--agent-seconds sets the time of the scripted agent and of the command;"
                    + " Claude Code takes the time that it takes.");
        }
        return new Demo(surroundings.home(), surroundings.environment(), console)
                .run(
                        new Demo.Request(
                                projects, parallel, crew, agent, agentSeconds, toolchains, null, ordeal.wish(), keep),
                        installation.installation().temporal());
    }

    private static void atLeast(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw CommandFailure.wrongUsage(option + " " + value + ": " + least + " to " + most + " is needed.");
        }
    }
}
