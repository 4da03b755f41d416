package dev.slipway.starter.command;

import dev.slipway.account.AccountName;
import dev.slipway.project.ProjectSpec;
import dev.slipway.run.AgentName;
import dev.slipway.settings.Target;
import dev.slipway.settings.toolchain.Toolchains;
import dev.slipway.settings.work.Work;
import dev.slipway.settings.work.WorkDefaults;
import dev.slipway.settings.work.WorkReader;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.run.Specs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to run, and how it differs from what the file says. */
final class WorkOptions {
    private final Surroundings surroundings;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "The list of projects; slipway.yaml if not given.")
    private Path file = Path.of("slipway.yaml");

    @Option(names = "--project", paramLabel = "NAME", description = "Only this project of the file.")
    private @Nullable String project;

    @Option(names = "--account", paramLabel = "NAME", description = "The GitHub account for all projects.")
    private @Nullable String account;

    @Option(names = "--agent", paramLabel = "NAME", description = "The agent for all projects.")
    private @Nullable String agent;

    @Option(names = "--with-tests", description = "Have tests generated for all projects.")
    private boolean withTests;

    @Option(names = "--optimise", description = "Have all projects optimised.")
    private boolean optimise;

    @Option(names = "--parallel", paramLabel = "N", description = "So many projects at a time.")
    private @Nullable Integer parallel;

    WorkOptions(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** The file, which must be there. */
    Path file() {
        Path asked = surroundings.directory().resolve(file);
        if (!Files.exists(asked)) {
            throw CommandFailure.wrongUsage("There is no " + file
                    + " here. 'slipway init' writes one to start from; '-f" + " FILE' takes another.");
        }
        return asked;
    }

    /**
     * The work.
     *
     * @throws dev.slipway.settings.ConfigurationException with everything that is wrong in the file
     */
    Work read(Toolchains toolchains, Target target) {
        if (parallel != null && parallel < 1) {
            throw CommandFailure.wrongUsage("--parallel " + parallel + ": at least 1 is needed.");
        }
        try {
            return WorkReader.read(
                    file(),
                    surroundings.environment(),
                    new WorkDefaults(
                            toolchains, target, withTests, optimise, account == null ? null : AccountName.of(account)));
        } catch (IllegalArgumentException e) {
            throw CommandFailure.wrongUsage("--account " + account + ": " + e.getMessage());
        }
    }

    /** The projects that are asked for, as the command line wants them. */
    List<ProjectSpec> projects(Work work) {
        List<ProjectSpec> chosen = work.projects().stream()
                .filter(found -> project == null || found.name().value().equals(project))
                .map(found -> agent == null ? found : Specs.withAgent(found, agentName()))
                .toList();
        if (chosen.isEmpty()) {
            throw CommandFailure.wrongUsage(
                    "--project " + project + ": " + work.source().getFileName()
                            + " has no such project. It has "
                            + String.join(
                                    ", ",
                                    work.projects().stream()
                                            .limit(20)
                                            .map(found -> found.name().value())
                                            .toList())
                            + (work.projects().size() > 20 ? ", …" : "") + ".");
        }
        return chosen;
    }

    int parallel(Work work) {
        return parallel == null ? work.parallel() : parallel;
    }

    @Nullable
    String agent() {
        return agent;
    }

    private AgentName agentName() {
        try {
            return AgentName.of(agent == null ? "" : agent);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.wrongUsage("--agent " + agent + ": " + e.getMessage());
        }
    }
}
