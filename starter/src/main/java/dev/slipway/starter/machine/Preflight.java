package dev.slipway.starter.machine;

import dev.slipway.account.AccountName;
import dev.slipway.activities.agent.Agents;
import dev.slipway.activities.process.ProcessLaunchers;
import dev.slipway.project.ProjectSpec;
import dev.slipway.run.AgentName;
import dev.slipway.run.ToolchainName;
import dev.slipway.seat.SeatChoice;
import dev.slipway.settings.ConfigurationException;
import dev.slipway.settings.installation.AccountSettings;
import dev.slipway.settings.installation.AgentSettings;
import dev.slipway.settings.installation.Installation;
import dev.slipway.settings.installation.InstallationReport;
import dev.slipway.settings.installation.Isolation;
import dev.slipway.settings.yaml.Place;
import dev.slipway.starter.run.WantedSeats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What must be right on this machine before its own worker can take work: said before anything is started. */
public final class Preflight {
    private final InstallationReport report;
    private final Toolbox toolbox;
    private final Map<String, String> environment;

    public Preflight(InstallationReport report, Toolbox toolbox, Map<String, String> environment) {
        this.report = report;
        this.toolbox = toolbox;
        this.environment = environment;
    }

    /** Toolchains that projects use. */
    public static Set<ToolchainName> toolchains(List<ProjectSpec> projects) {
        return projects.stream().map(ProjectSpec::toolchain).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * Everything that is not right, each with what to do.
     *
     * @param places of agents and seats in the work's file
     * @param noIsolation said out loud by the user
     */
    public List<String> problems(List<ProjectSpec> projects, Map<SeatChoice, Place> places, boolean noIsolation) {
        List<String> problems = new ArrayList<>(report.missingSecrets());
        Installation installation = report.installation();
        if (installation.accounts().isEmpty()) {
            problems.add("No GitHub account is configured. Set GITHUB_TOKEN, or add one under 'accounts':"
                    + " {name: me, token: \"${GITHUB_TOKEN}\"}. ('slipway run --sandbox' tries a file without any.)");
        }
        unknownAccounts(projects).forEach(problems::add);
        problems.addAll(toolbox.missing(toolchains(projects)));
        agents(projects, new WantedSeats(projects, places), problems);
        isolation(noIsolation).ifPresent(problems::add);
        return problems;
    }

    /** What is wrong with an agent here; empty when it can be started. */
    public Optional<String> agent(AgentName name) {
        List<AgentSettings> agents = report.installation().agents().agents();
        Optional<AgentSettings> found =
                agents.stream().filter(agent -> agent.name().equals(name)).findFirst();
        if (found.isEmpty()) {
            return Optional.of("There is no agent '" + name + "'; there is "
                    + agents.stream().map(agent -> agent.name().value()).collect(Collectors.joining(", ")) + ".");
        }
        AgentSettings agent = found.get();
        List<String> command = Agents.command(agent);
        if (command.isEmpty() || program(command.get(0)).isPresent()) {
            return Optional.empty();
        }
        return Optional.of("agent " + name + ": there is no program '" + command.get(0) + "'. "
                + switch (agent.kind()) {
                    case CLAUDE ->
                        "Install Claude Code (npm install -g @anthropic-ai/claude-code), or set agents." + name
                                + ".command.";
                    case CODEX -> "Install Codex (npm install -g @openai/codex), or set agents." + name + ".command.";
                    case COMMAND, SCRIPTED -> "Install it, or set agents." + name + ".command to its path.";
                });
    }

    /** Why agents and builds would not be isolated as they should; empty when all is well. */
    public Optional<String> isolation(boolean noIsolation) {
        Installation installation = report.installation();
        boolean real = "api.github.com".equals(installation.github().apiUrl().getHost());
        try {
            ProcessLaunchers.choose(
                    noIsolation ? Isolation.NONE : installation.worker().isolation(), real, environment);
            return Optional.empty();
        } catch (ConfigurationException e) {
            return Optional.of(String.join(" ", e.problems()));
        }
    }

    private List<String> unknownAccounts(List<ProjectSpec> projects) {
        List<AccountName> known = report.installation().accounts().stream()
                .map(AccountSettings::name)
                .toList();
        return projects.stream()
                .map(ProjectSpec::account)
                .filter(Objects::nonNull)
                .distinct()
                .filter(name -> !known.contains(name))
                .map(name -> "There is no account '" + name + "'; there is "
                        + known.stream().map(AccountName::value).collect(Collectors.joining(", ")) + ".")
                .toList();
    }

    private void agents(List<ProjectSpec> projects, WantedSeats wanted, List<String> problems) {
        AgentName byDefault = report.installation().agents().defaultAgent();
        boolean usesDefault = projects.stream().anyMatch(project -> project.agent() == null);
        if (usesDefault && byDefault != null) {
            agent(byDefault).ifPresent(problems::add);
        }
        for (SeatChoice place : wanted.all()) {
            agent(place.agent())
                    .or(() -> seat(place))
                    .map(words -> wanted.problem(place, words))
                    .filter(problem -> !problems.contains(problem))
                    .ifPresent(problems::add);
        }
    }

    private Optional<String> seat(SeatChoice place) {
        List<String> seats = report.installation().agents().agents().stream()
                .filter(agent -> agent.name().equals(place.agent()))
                .flatMap(agent -> agent.seatNames().stream())
                .toList();
        return place.seat() == null || seats.contains(place.seat())
                ? Optional.empty()
                : Optional.of("There is no seat '" + place + "'; there is "
                        + seats.stream().map(name -> place.agent() + "/" + name).collect(Collectors.joining(", "))
                        + ".");
    }

    private Optional<Path> program(String name) {
        return name.contains("/")
                ? Optional.of(Path.of(name)).filter(Files::isExecutable)
                : Toolbox.onPath(environment, name);
    }
}
