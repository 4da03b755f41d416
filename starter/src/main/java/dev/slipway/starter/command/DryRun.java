package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.project.ProjectSpec;
import dev.slipway.run.ToolchainName;
import dev.slipway.settings.installation.AccountSettings;
import dev.slipway.settings.installation.Installation;
import dev.slipway.settings.work.Work;
import dev.slipway.starter.crash.Ordeal;
import dev.slipway.starter.machine.Preflight;
import dev.slipway.starter.machine.Toolbox;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.run.BatchResult;
import dev.slipway.starter.run.BatchRun;
import dev.slipway.starter.run.BatchSession;
import dev.slipway.starter.run.Constitutions;
import dev.slipway.starter.run.SandboxCounts;
import dev.slipway.starter.run.Specs;
import dev.slipway.starter.stack.SandboxedStack;
import dev.slipway.starter.stack.ScriptedAgent;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * {@code slipway run --sandbox}: the user's own file on a GitHub of this machine. Its users stand in for the accounts, the
 * script book for the agents; accounts' variables need not be set.
 */
final class DryRun {
    private static final String SCRIPTED = "scripted";

    private final Surroundings surroundings;
    private final Console console;
    private final Toolbox toolbox;

    DryRun(Surroundings surroundings, Console console, Toolbox toolbox) {
        this.surroundings = surroundings;
        this.console = console;
        this.toolbox = toolbox;
    }

    int run(
            Installation installation,
            Work work,
            BatchRun.Order order,
            Optional<String> agent,
            Ordeal.Wish wish,
            boolean keep) {
        if (agent.isPresent() && !agent.get().equals(SCRIPTED)) {
            throw CommandFailure.wrongUsage("--agent " + agent.get()
                    + " with --sandbox: a dry run plays its agents from the script book. Leave --agent away.");
        }
        Set<ToolchainName> toolchains = Preflight.toolchains(order.projects());
        List<String> missing = toolbox.missing(toolchains);
        if (!missing.isEmpty()) {
            throw CommandFailure.wrongUsage(missing);
        }
        toolbox.install(toolchains);
        List<String> accounts = accountNames(installation, order.projects());
        long owned = order.projects().stream()
                .filter(project -> project.owner() != null)
                .count();
        if (owned > 0) {
            console.say("Dry run: " + owned + (owned == 1 ? " project names" : " projects name")
                    + " an owner; here their repositories go to the users that stand in for the accounts.");
        }
        try (SandboxedStack stack = new SandboxedStack(surroundings.home(), surroundings.environment(), console)) {
            stack.start(installation.temporal());
            ObjectNode agents = ScriptedAgent.agents(SCRIPTED, wish.agentSeconds());
            stack.startWorkers(new SandboxedStack.Crew(wish.crash() ? 2 : 1, 0, accounts, agents));
            Ordeal ordeal = new Ordeal(stack, wish, console);
            List<ProjectSpec> projects = Constitutions.store(work, standIns(order.projects()), stack::artifacts);
            BatchRun.Order dry = order.with(projects);
            BatchSession session = new BatchSession(stack.server(), console);
            BatchRun run = session.start(dry);
            ordeal.begin(run.name(), projects.size(), session::remark);
            BatchResult result = session.finish(run, dry, new BatchSession.Frame(0, null, () -> {
                        ordeal.end();
                        return Optional.of(new SandboxCounts(stack.sandbox().stats()));
                    }))
                    .having(ordeal.endured());
            int exit = session.tell(result, keep);
            if (keep) {
                stack.keep();
                console.say(
                        "Sandbox, server and worker go on: " + stack.sandbox().url() + ". 'slipway down' ends them.");
            }
            return exit;
        }
    }

    private static List<String> accountNames(Installation installation, List<ProjectSpec> projects) {
        List<String> configured = installation.accounts().stream()
                .map(AccountSettings::name)
                .map(Object::toString)
                .toList();
        List<String> named = projects.stream()
                .map(ProjectSpec::account)
                .filter(Objects::nonNull)
                .map(Object::toString)
                .distinct()
                .filter(name -> !configured.contains(name))
                .toList();
        return java.util.stream.Stream.concat(configured.stream(), named.stream())
                .toList();
    }

    private static List<ProjectSpec> standIns(List<ProjectSpec> projects) {
        return projects.stream()
                .map(project -> Specs.withDefaultAgent(Specs.withOwner(project, null, project.account())))
                .toList();
    }
}
