package dev.slipway.settings.work;

import dev.slipway.account.AccountName;
import dev.slipway.change.Step;
import dev.slipway.project.ProjectSpec;
import dev.slipway.repository.OnNameTaken;
import dev.slipway.repository.RepositoryId;
import dev.slipway.repository.Visibility;
import dev.slipway.run.AgentName;
import dev.slipway.run.Priority;
import dev.slipway.run.ProjectName;
import dev.slipway.run.ToolchainName;
import dev.slipway.seat.SeatChoice;
import dev.slipway.settings.Target;
import dev.slipway.settings.installation.RouteReader;
import dev.slipway.settings.yaml.Chain;
import dev.slipway.settings.yaml.Mapping;
import dev.slipway.settings.yaml.Place;
import dev.slipway.settings.yaml.Problems;
import dev.slipway.settings.yaml.Value;
import dev.slipway.verification.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one project after the other: its own keys, then {@code defaults}, then {@code automation}. */
final class ProjectReader {
    private static final int MAX_RETRIES = 3;
    private static final int MOST_RETRIES = 100;
    private static final Duration RETRY_DELAY = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofMinutes(15);
    private static final Duration PATIENCE = Duration.ofDays(7);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration YEAR = Duration.ofDays(365);
    private static final int LONGEST_DESCRIPTION = 20_000;
    private static final long LARGEST_CONSTITUTION = 64 * 1024;

    private final Optional<Mapping> defaults;
    private final Optional<Mapping> automation;
    private final WorkDefaults asked;
    private final Problems problems;
    private final ToolchainChoice toolchains;
    private final Map<String, Place> names = new HashMap<>();
    private final Map<SeatChoice, Place> seats = new LinkedHashMap<>();

    ProjectReader(Mapping root, WorkDefaults asked, Problems problems) {
        this.defaults = root.get("defaults").flatMap(Value::mapping);
        this.automation = root.get("automation").flatMap(Value::mapping);
        this.asked = asked;
        this.problems = problems;
        this.toolchains = new ToolchainChoice(
                asked.toolchains(), defaults, root.get("smart_contracts").flatMap(Value::mapping));
    }

    /** The section {@code defaults}. */
    Optional<Mapping> defaults() {
        return defaults;
    }

    /** Tells mistakes in the defaults also where every project has values of its own. */
    void checkDefaults() {
        Chain chain = new Chain(
                Stream.of(defaults, automation).flatMap(Optional::stream).toList());
        build(ProjectName.of("any"), "any", new ToolchainName("command"), chain);
        defaults.ifPresent(toolchains::checkDefaults);
    }

    /** The project; empty where it has a mistake that leaves nothing to build, which is told. */
    Optional<ProjectSpec> read(Mapping project) {
        Chain chain = new Chain(Stream.of(Optional.of(project), defaults, automation)
                .flatMap(Optional::stream)
                .toList());
        Optional<ProjectName> name = name(project);
        Optional<String> description = description(project, name);
        Optional<ToolchainName> toolchain = toolchains.of(project);
        ProjectSpec spec = build(
                name.orElse(ProjectName.of("any")),
                description.orElse(""),
                toolchain.orElse(new ToolchainName("command")),
                chain);
        if (toolchain.equals(Optional.of(ToolchainChoice.COMMAND))
                && spec.commands().compile().isEmpty()
                && spec.commands().test().isEmpty()
                && spec.commands().prepare().isEmpty()) {
            project.error(
                    "toolchain",
                    "the toolchain 'command' has no commands of its own. Add 'commands' with 'compile'" + " or 'test'");
        }
        checkDeployment(spec, chain);
        return name.isPresent() && description.isPresent() && toolchain.isPresent()
                ? Optional.of(spec)
                : Optional.empty();
    }

    /** The rules of the house that a mapping names itself. */
    Optional<Path> constitution(Mapping mapping) {
        return mapping.get("constitution").flatMap(this::constitution);
    }

    /** A file beside this one, small enough to be read out to an agent. */
    Optional<Path> constitution(Value value) {
        Optional<Path> file = value.fileInFolder();
        file.ifPresent(path -> {
            try {
                if (Files.size(path) > LARGEST_CONSTITUTION) {
                    value.error(
                            "is '" + value.shown() + "', which is larger than 64 KB. Keep to the rules that matter");
                }
            } catch (IOException e) {
                value.error("is '" + value.shown() + "', which can't be read");
            }
        });
        return file;
    }

    private ProjectSpec build(ProjectName name, String description, ToolchainName toolchain, Chain chain) {
        RouteReader.Route failover = failover(chain);
        failover.places().forEach(seats::putIfAbsent);
        return new ProjectSpec(
                name,
                description,
                toolchains.type(chain).orElse(""),
                toolchain,
                commands(chain),
                chain.get("priority")
                        .flatMap(value -> value.oneOf(Priority.class))
                        .orElse(Priority.MEDIUM),
                open(chain, "owner")
                        .flatMap(value -> value.as(
                                text -> new RepositoryId(text, "any").owner(),
                                "the name of a GitHub user or organisation is needed"))
                        .orElse(null),
                account(chain),
                agent(chain),
                chain.get("visibility")
                        .flatMap(value -> value.oneOf(Visibility.class))
                        .orElse(Visibility.PRIVATE),
                RepositoryRules.topics(chain.get("topics")),
                chain.get("default_branch")
                        .flatMap(value -> value.as(RepositoryRules::branch, "the name of a branch is needed"))
                        .orElse("main"),
                chain.get("on_name_taken")
                        .flatMap(value -> value.oneOf(OnNameTaken.class))
                        .orElse(OnNameTaken.SUFFIX),
                chain.get("merge").flatMap(RepositoryRules::merge).orElse(null),
                chain.get("max_retries")
                        .flatMap(value -> value.integer(0, MOST_RETRIES))
                        .orElse(MAX_RETRIES),
                duration(chain, "retry_delay", Duration.ZERO, DAY, RETRY_DELAY),
                duration(chain, "timeout", Duration.ofSeconds(1), DAY, TIMEOUT),
                duration(chain, "patience", Duration.ofSeconds(1), YEAR, PATIENCE),
                flag(chain, "with_tests") || asked.withTests(),
                flag(chain, "optimise") || asked.optimise(),
                flag(chain, "cleanup_on_failure"),
                RepositoryRules.gates(chain.get("gates")),
                null,
                failover.choices(),
                failover.on());
    }

    private static RouteReader.Route failover(Chain chain) {
        return chain.get("failover")
                .map(new RouteReader((place, choice) -> true)::read)
                .orElse(new RouteReader.Route(Map.of(), null));
    }

    private @Nullable AgentName agent(Chain chain) {
        Optional<Value> value = chain.get("agent");
        Optional<AgentName> agent =
                value.flatMap(name -> name.as(AgentName::of, "the name of an agent under 'agents' is needed"));
        agent.ifPresent(name ->
                seats.putIfAbsent(new SeatChoice(name, null), value.get().place()));
        return agent.orElse(null);
    }

    /** What projects name of agents and seats, with the line: whether there are such is known when work is started. */
    Map<SeatChoice, Place> seats() {
        return seats;
    }

    private Optional<ProjectName> name(Mapping project) {
        if (project.get("name").isEmpty()) {
            project.error("name", "a project has no 'name'. Add one: its repository is called so");
            return Optional.empty();
        }
        Optional<ProjectName> name = project.get("name").flatMap(RepositoryRules::projectName);
        Place place = project.get("name").map(Value::place).orElse(project.place());
        name.map(found -> names.putIfAbsent(found.value().toLowerCase(Locale.ROOT), place))
                .ifPresent(first -> problems.error(
                        place,
                        "the name '" + name.get() + "' is taken by the project in line " + first.line()
                                + " (GitHub does not tell capitals apart). Rename one of them"));
        return name;
    }

    private static Optional<String> description(Mapping project, Optional<ProjectName> name) {
        Optional<Value> value = project.get("description");
        if (value.isEmpty()) {
            project.error(
                    "description",
                    "the project" + name.map(found -> " '" + found + "'").orElse("")
                            + " has no 'description'. Say what is to be built");
            return Optional.empty();
        }
        Optional<String> text = value.get().prose();
        if (text.isPresent() && text.get().isBlank()) {
            value.get().error("is empty. Say what is to be built");
            return Optional.empty();
        }
        if (text.isPresent() && text.get().length() > LONGEST_DESCRIPTION) {
            value.get()
                    .error("has " + text.get().length() + " characters; at most " + LONGEST_DESCRIPTION + " are taken");
            return Optional.empty();
        }
        return text.map(String::strip);
    }

    private AccountName account(Chain chain) {
        Optional<AccountName> account = open(chain, "account")
                .flatMap(value -> value.as(AccountName::of, "the name of an account under 'accounts' is needed"));
        return asked.account() != null ? asked.account() : account.orElse(null);
    }

    /** A value that the sandbox leaves open where its variable is not set. */
    private Optional<Value> open(Chain chain, String key) {
        return chain.get(key).filter(value -> asked.target() == Target.GITHUB || !value.isUnresolved());
    }

    private static Duration duration(Chain chain, String key, Duration min, Duration max, Duration otherwise) {
        return chain.get(key).flatMap(value -> value.duration(min, max)).orElse(otherwise);
    }

    private static boolean flag(Chain chain, String key) {
        return chain.get(key).flatMap(Value::bool).orElse(false);
    }

    private static Commands commands(Chain chain) {
        Chain phases = phases(chain);
        return new Commands(
                lines(phases, "prepare"), lines(phases, "compile"), lines(phases, "test"), lines(phases, "deploy"));
    }

    private static Chain phases(Chain chain) {
        return new Chain(chain.mappings().stream()
                .flatMap(mapping -> mapping.get("commands").stream())
                .flatMap(value -> value.mapping().stream())
                .toList());
    }

    /** What is deployed is what was merged. */
    private static void checkDeployment(ProjectSpec spec, Chain chain) {
        boolean deploys = !spec.commands().deploy().isEmpty();
        if (deploys && spec.merge() == null) {
            phases(chain)
                    .holder("deploy")
                    .ifPresent(commands -> commands.error(
                            "deploy",
                            "'deploy' runs what was merged, and project '" + spec.name()
                                    + "' is not merged. Set 'merge' to merge, squash or rebase, or remove 'deploy'"));
        }
        if (!deploys && spec.gates().contains(Step.DEPLOY)) {
            chain.holder("gates")
                    .ifPresent(
                            gates -> gates.error(
                                    "gates",
                                    "the gate 'deploy' is for nothing: project '" + spec.name()
                                            + "' has no commands to deploy with. Add 'deploy' under 'commands', or remove the gate"));
        }
    }

    private static List<String> lines(Chain phases, String phase) {
        List<String> lines = new ArrayList<>();
        for (Value value : phases.get(phase).map(Value::listOrOne).orElse(List.of())) {
            Optional<String> line = value.prose();
            if (line.isPresent() && line.get().isBlank()) {
                value.error("is empty. Write a command, or remove the key");
            }
            line.map(String::strip).ifPresent(lines::add);
        }
        return lines;
    }
}
