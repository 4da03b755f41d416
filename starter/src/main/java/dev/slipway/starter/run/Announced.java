package dev.slipway.starter.run;

import dev.slipway.account.AccountPoolState;
import dev.slipway.account.AccountState;
import dev.slipway.account.BlockReason;
import dev.slipway.account.WorkerAnnouncement;
import dev.slipway.account.WorkerState;
import dev.slipway.project.ProjectSpec;
import dev.slipway.run.AgentName;
import dev.slipway.seat.SeatChoice;
import dev.slipway.settings.yaml.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether workers have what projects ask for. A batch that could only wait for ever is refused before it starts. */
public final class Announced {
    private Announced() {}

    /** What no worker has announced, each with what to do; empty when the batch can run. */
    public static List<String> problems(AccountPoolState pool, List<ProjectSpec> projects) {
        return problems(pool, projects, Map.of());
    }

    /**
     * The same, with file and line where they are known.
     *
     * @param places of agents and seats in the file
     */
    public static List<String> problems(
            AccountPoolState pool, List<ProjectSpec> projects, Map<SeatChoice, Place> places) {
        List<String> problems = new ArrayList<>();
        List<WorkerAnnouncement> workers =
                pool.workers().stream().map(WorkerState::announcement).toList();
        if (workers.isEmpty()) {
            return List.of("No worker has announced itself. Start one: slipway worker");
        }
        accounts(pool.accounts(), projects, problems);
        agents(workers, new WantedSeats(projects, places), problems);
        boolean byDefault = projects.stream().anyMatch(project -> project.agent() == null);
        if (byDefault && workers.stream().allMatch(worker -> worker.defaultAgent() == null)) {
            problems.add("No worker has an agent. Configure one under 'agents' in config.yaml.");
        }
        names(
                "toolchain",
                projects.stream().map(ProjectSpec::toolchain),
                workers.stream().flatMap(worker -> worker.toolchains().stream()),
                problems);
        return problems;
    }

    private static void agents(List<WorkerAnnouncement> workers, WantedSeats wanted, List<String> problems) {
        Set<AgentName> known = workers.stream()
                .flatMap(worker -> worker.agents().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        wanted.without(known)
                .forEach(seat -> problems.add(
                        wanted.problem(seat, none("agent", seat.agent().value(), known))));
    }

    private static String none(String kind, String name, Set<?> known) {
        return "No worker has the " + kind + " '" + name + "'; there is "
                + (known.isEmpty()
                        ? "none"
                        : known.stream().map(Object::toString).collect(Collectors.joining(", ")))
                + ".";
    }

    private static void accounts(List<AccountState> accounts, List<ProjectSpec> projects, List<String> problems) {
        if (accounts.isEmpty()) {
            problems.add(
                    "No GitHub account is configured. Add one under 'accounts' in config.yaml, or set GITHUB_TOKEN.");
            return;
        }
        names(
                "account",
                projects.stream().map(ProjectSpec::account),
                accounts.stream().map(AccountState::account),
                problems);
        if (accounts.stream().allMatch(Announced::unusable)) {
            problems.add("No account can be used:");
            accounts.forEach(account -> problems.add("  " + account.account() + ": "
                    + (account.problem() == null ? "blocked, " + account.blocked() : account.problem())));
        }
    }

    /** For longer than a while: somebody has to do something. */
    private static boolean unusable(AccountState account) {
        return account.blocked() != null && account.blocked() != BlockReason.RATE_LIMITED;
    }

    private static void names(
            String kind,
            java.util.stream.Stream<? extends @org.jspecify.annotations.Nullable Object> wanted,
            java.util.stream.Stream<?> announced,
            List<String> problems) {
        Set<String> known = announced.map(Object::toString).collect(Collectors.toCollection(LinkedHashSet::new));
        Collection<String> unknown = wanted.filter(Objects::nonNull)
                .map(Object::toString)
                .filter(name -> !known.contains(name))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        unknown.forEach(name -> problems.add(none(kind, name, known)));
    }
}
