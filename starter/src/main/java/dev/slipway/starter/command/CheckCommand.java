package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.activities.toolchain.ToolchainState;
import dev.slipway.project.ProjectSpec;
import dev.slipway.run.AgentName;
import dev.slipway.run.ToolchainName;
import dev.slipway.settings.ConfigurationException;
import dev.slipway.settings.Target;
import dev.slipway.settings.connection.ServerUnreachableException;
import dev.slipway.settings.installation.InstallationReport;
import dev.slipway.settings.toolchain.ToolchainDefinition;
import dev.slipway.settings.work.Work;
import dev.slipway.settings.work.WorkDefaults;
import dev.slipway.settings.work.WorkReader;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.engine.Engine;
import dev.slipway.starter.engine.Engines;
import dev.slipway.starter.engine.TemporalProgram;
import dev.slipway.starter.machine.AccountLook;
import dev.slipway.starter.machine.Preflight;
import dev.slipway.starter.machine.Toolbox;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway check}: what is right and what is not, each with what to do; nothing is started. */
@Command(
        name = "check",
        description = "Checks configuration, tools, accounts and their scopes, and the server.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    private final List<Finding> findings = new ArrayList<>();

    @Mixin
    private OutputOptions output;

    @Mixin
    private InstallationOptions installation;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "A list of projects to check too; slipway.yaml, if there is one, if not given.")
    private @Nullable Path file;

    private boolean unreachable;

    private record Finding(String area, boolean well, String text) {}

    CheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Console console = output.console();
        Toolbox toolbox = new Toolbox(surroundings.home(), surroundings.environment(), console);
        Optional<Work> work = work(toolbox);
        Optional<InstallationReport> report = report(work);
        report.ifPresent(found -> machine(found, toolbox, work));
        report.ifPresent(this::accounts);
        report.ifPresent(this::server);
        if (output.json()) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            findings.forEach(finding -> list.addObject()
                    .put("area", finding.area())
                    .put("ok", finding.well())
                    .put("text", finding.text()));
            console.answer(list);
        } else {
            findings.forEach(
                    finding -> console.say((finding.well()
                                    ? console.style().green("✓")
                                    : console.style().red("✗")) + " " + finding.text()));
        }
        boolean well = findings.stream()
                .filter(found -> !found.area().equals("server"))
                .allMatch(Finding::well);
        if (!well) {
            return ExitCode.WRONG_USAGE;
        }
        return unreachable ? ExitCode.SERVER_OUT_OF_REACH : ExitCode.DONE;
    }

    private Optional<Work> work(Toolbox toolbox) {
        Path asked = surroundings.directory().resolve(file == null ? Path.of("slipway.yaml") : file);
        if (!Files.exists(asked)) {
            if (file != null) {
                throw CommandFailure.wrongUsage("-f " + file + ": there is no such file.");
            }
            return Optional.empty();
        }
        try {
            Work read = WorkReader.read(
                    asked, surroundings.environment(), WorkDefaults.of(toolbox.toolchains(), Target.GITHUB));
            add(
                    "work",
                    true,
                    asked.getFileName() + ": " + read.projects().size() + " projects in batch '" + read.name() + "'");
            read.warnings().forEach(warning -> add("work", true, warning));
            return Optional.of(read);
        } catch (ConfigurationException e) {
            e.problems().forEach(problem -> add("work", false, problem));
            return Optional.empty();
        }
    }

    private Optional<InstallationReport> report(Optional<Work> work) {
        try {
            InstallationReport report = installation.report(
                    work.map(found -> List.of(found.source())).orElse(List.of()), Target.GITHUB);
            List<Path> files = installation.files();
            add(
                    "configuration",
                    true,
                    files.isEmpty()
                            ? "no " + surroundings.home().configFile() + ": the defaults hold"
                            : files.get(0) + " is read");
            report.warnings().forEach(warning -> add("configuration", true, warning));
            report.missingSecrets().forEach(problem -> add("configuration", false, problem));
            return Optional.of(report);
        } catch (ConfigurationException e) {
            e.problems().forEach(problem -> add("configuration", false, problem));
            return Optional.empty();
        }
    }

    private void machine(InstallationReport report, Toolbox toolbox, Optional<Work> work) {
        Preflight preflight = new Preflight(report, toolbox, surroundings.environment());
        Optional<String> isolation = preflight.isolation(false);
        add("isolation", isolation.isEmpty(), isolation.orElse("agents and builds are isolated by bubblewrap"));
        AgentName byDefault = report.installation().agents().defaultAgent();
        if (byDefault != null) {
            Optional<String> agent = preflight.agent(byDefault);
            add("agent", agent.isEmpty(), agent.orElse("agent " + byDefault + " can be started"));
        }
        List<ProjectSpec> projects = work.map(Work::projects).orElse(List.of());
        for (ToolchainName name : Preflight.toolchains(projects)) {
            Optional<ToolchainDefinition> definition = toolbox.toolchains().find(name);
            definition.ifPresent(found -> toolchain(found, toolbox.state(found)));
        }
    }

    private void toolchain(ToolchainDefinition definition, ToolchainState state) {
        String name = "toolchain " + definition.name();
        if (state instanceof ToolchainState.Missing missing) {
            add("toolchain", false, name + ": " + missing.tool() + ". " + missing.how());
        } else if (state instanceof ToolchainState.Installable installable) {
            add(
                    "toolchain",
                    true,
                    name + ": will be installed (" + installable.what() + ", " + Toolbox.size(installable.bytes())
                            + ")");
        } else {
            add("toolchain", true, name + " is ready");
        }
    }

    private void accounts(InstallationReport report) {
        List<AccountLook> looks = report.missingSecrets().isEmpty()
                ? AccountLook.at(report.installation(), surroundings.environment())
                : List.of();
        for (AccountLook look : looks) {
            add(
                    "account",
                    look.usable(),
                    "account " + look.name() + ": "
                            + (look.usable()
                                    ? "user " + look.login() + ", can create repositories for "
                                            + String.join(", ", look.owners())
                                    : look.problem()));
        }
        if (report.installation().accounts().isEmpty()) {
            add("account", false, "no GitHub account is configured. Set GITHUB_TOKEN, or add one under 'accounts'");
        }
    }

    private void server(InstallationReport report) {
        Engines engines = new Engines(surroundings.home(), surroundings.environment(), output.console());
        Optional<Engine> engine = engines.existing(report.installation().temporal());
        if (engine.isEmpty()) {
            add(
                    "server",
                    true,
                    TemporalProgram.find(surroundings.home(), surroundings.environment())
                            .map(found -> "no Temporal server runs; 'slipway run' will start " + found.how())
                            .orElse("no Temporal server runs, and there is none on this machine; 'slipway run' will"
                                    + " install one ('slipway engine install')"));
            return;
        }
        try (Server server =
                Server.connect(engine.get(), report.installation().temporal(), surroundings.environment())) {
            add("server", true, "Temporal: " + server.engine().how() + " answers");
        } catch (ServerUnreachableException e) {
            unreachable = true;
            add("server", false, e.getMessage());
        }
    }

    private void add(String area, boolean well, String text) {
        findings.add(new Finding(area, well, text));
    }
}
