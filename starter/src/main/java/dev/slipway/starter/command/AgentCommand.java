package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.activities.agent.AgentReport;
import dev.slipway.activities.agent.Agents;
import dev.slipway.activities.agent.RunPricing;
import dev.slipway.activities.agent.SingleRun;
import dev.slipway.activities.process.ProcessLaunchers;
import dev.slipway.activities.process.RunningProcess;
import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.Billing;
import dev.slipway.run.AgentName;
import dev.slipway.settings.Target;
import dev.slipway.settings.installation.AgentSettings;
import dev.slipway.settings.installation.Installation;
import dev.slipway.settings.installation.Isolation;
import dev.slipway.settings.price.ModelPrices;
import dev.slipway.settings.secret.SecretResolver;
import dev.slipway.settings.yaml.Durations;
import dev.slipway.starter.machine.AgentLook;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway agent}. */
@Command(
        name = "agent",
        description = "Runs an agent once, and checks how agents are set up.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class AgentCommand {
    private static final Duration MOST_TIME = Duration.ofHours(24);

    private final Surroundings surroundings;

    AgentCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(
            name = "run",
            description = "Runs an agent once in a folder, outside any workflow, and prints how it ended.",
            mixinStandardHelpOptions = true)
    int run(
            @Mixin OutputOptions output,
            @Mixin InstallationOptions options,
            @Option(names = "--agent", paramLabel = "NAME", description = "Which agent; the default one if not given.")
                    @Nullable
                    String name,
            @Option(
                            names = "--dir",
                            paramLabel = "DIR",
                            required = true,
                            description = "The folder that it works in, and may change.")
                    Path dir,
            @Option(names = "--prompt", paramLabel = "TEXT", required = true, description = "What it is told.")
                    String prompt,
            @Option(
                            names = "--timeout",
                            paramLabel = "DURATION",
                            defaultValue = "15m",
                            description = "When it is ended; ${DEFAULT-VALUE} if not given.")
                    String timeout,
            @Option(
                            names = "--no-isolation",
                            description = "Run it as this user, with all that this user may read and write.")
                    boolean noIsolation) {
        Console console = output.console();
        Installation installation = options.report(List.of(), Target.GITHUB).installation();
        AgentSettings agent = agent(installation, name);
        Path tree = surroundings.directory().resolve(dir).toAbsolutePath().normalize();
        if (!Files.isDirectory(tree)) {
            throw CommandFailure.wrongUsage("--dir " + dir + ": there is no such folder.");
        }
        if (prompt.isBlank()) {
            throw CommandFailure.wrongUsage("--prompt is empty: say what the agent is to do.");
        }
        Agents agents = agents(installation, noIsolation);
        agents.problem(agent).ifPresent(problem -> {
            throw CommandFailure.wrongUsage(problem);
        });
        Path folder = surroundings
                .home()
                .state()
                .resolve("agent-runs")
                .resolve(Instant.now().toString().replaceAll("[^0-9TZ]", "") + "-" + agent.name());
        SingleRun.Outcome outcome = run(
                new SingleRun(agents, pricing(installation)),
                new SingleRun.Order(agent.name(), tree, prompt, folder, duration(timeout)));
        if (output.json()) {
            console.answer(json(agent.name(), outcome));
        } else {
            tell(console, outcome);
        }
        AgentOutcome how = outcome.report().outcome();
        return how == AgentOutcome.COMPLETED || how == AgentOutcome.NO_CHANGE ? ExitCode.DONE : ExitCode.WORK_FAILED;
    }

    private RunPricing pricing(Installation installation) {
        ModelPrices prices = ModelPrices.load(surroundings.home().prices(), installation.usdPerThousandTokens());
        return (agent, model, reported, tokens) -> prices.spent(model, reported, tokens);
    }

    private static SingleRun.Outcome run(SingleRun run, SingleRun.Order order) {
        List<RunningProcess> processes = new ArrayList<>();
        Thread ending = new Thread(() -> processes.forEach(RunningProcess::stop), "slipway-agent-ending");
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            SingleRun.Outcome outcome = run.run(order, processes::add);
            Runtime.getRuntime().removeShutdownHook(ending);
            return outcome;
        } catch (IOException e) {
            throw CommandFailure.failed("agent " + order.agent() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted while the agent ran");
        }
    }

    private static void tell(Console console, SingleRun.Outcome outcome) {
        AgentReport report = outcome.report();
        String name = report.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        boolean well = report.outcome().worked();
        console.say((well ? console.style().green(name) : console.style().red(name))
                + (report.headline().isBlank() ? "" : ": " + report.headline()));
        Optional.ofNullable(report.until()).ifPresent(until -> console.say("until       " + until));
        Optional.ofNullable(report.session()).ifPresent(session -> console.say("session     " + session));
        console.say("model       " + (report.model().isBlank() ? "-" : report.model()));
        console.say("turns       " + report.turns());
        console.say(
                "cost        $" + report.costUsd().toPlainString() + (report.costEstimated() ? " (estimated)" : ""));
        console.say("tokens      " + report.tokens().input() + " in, "
                + report.tokens().output() + " out, " + report.tokens().cacheRead() + " from the cache, "
                + report.tokens().cacheWrite() + " into it");
        if (!report.deniedTools().isEmpty()) {
            console.say("denied      " + String.join(", ", report.deniedTools()));
        }
        console.say("exit code   " + report.exitCode());
        console.say("transcript  " + outcome.transcript());
    }

    private static ObjectNode json(AgentName agent, SingleRun.Outcome outcome) {
        AgentReport report = outcome.report();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("agent", agent.value()).put("outcome", report.outcome().name());
        node.put("until", report.until() == null ? null : report.until().toString());
        node.put("sessionId", report.session())
                .put("model", report.model())
                .put("turns", report.turns())
                .put("costUsd", report.costUsd())
                .put("costEstimated", report.costEstimated());
        node.putObject("tokens")
                .put("input", report.tokens().input())
                .put("output", report.tokens().output())
                .put("cacheRead", report.tokens().cacheRead())
                .put("cacheWrite", report.tokens().cacheWrite());
        ArrayNode denied = node.putArray("deniedTools");
        report.deniedTools().forEach(denied::add);
        return node.put("exitCode", report.exitCode())
                .put("changed", outcome.changed())
                .put("headline", report.headline())
                .put("durationMillis", report.duration().toMillis())
                .put("transcript", outcome.transcript().toString());
    }

    @Command(
            name = "check",
            description = "Checks each configured agent: program, version, login, and what its use would be billed as.",
            mixinStandardHelpOptions = true)
    int check(
            @Mixin OutputOptions output,
            @Mixin InstallationOptions options,
            @Option(names = "--agent", paramLabel = "NAME", description = "Only this one.") @Nullable String name)
            throws InterruptedException {
        Console console = output.console();
        Installation installation = options.report(List.of(), Target.GITHUB).installation();
        List<AgentSettings> wanted = name == null ? installation.agents().agents() : List.of(agent(installation, name));
        // Only asked for its version, with none of its secrets: for that, no isolation is needed.
        Agents agents = new Agents(
                installation.agents(),
                new SecretResolver(surroundings.environment())::resolve,
                ProcessLaunchers.choose(Isolation.AUTO, false, surroundings.environment()),
                surroundings.environment());
        List<AgentLook> looks = new ArrayList<>();
        for (AgentSettings agent : wanted) {
            looks.add(AgentLook.at(agent, agents, surroundings.environment()));
        }
        if (output.json()) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            looks.forEach(look -> list.add(json(look)));
            console.answer(list);
        } else {
            looks.forEach(look -> tell(console, look));
        }
        return looks.stream().allMatch(AgentLook::usable) ? ExitCode.DONE : ExitCode.WRONG_USAGE;
    }

    private static void tell(Console console, AgentLook look) {
        console.say(
                (look.usable() ? console.style().green("✓") : console.style().red("✗")) + " agent "
                        + look.agent().name() + " (" + word(look.agent().kind()) + "): "
                        + String.join(
                                " ",
                                Agents.command(look.agent()).stream().limit(1).toList())
                        + (look.version().isEmpty() ? "" : ", version " + look.version()));
        for (AgentLook.Seat seat : look.seats()) {
            console.say("    seat " + seat.name() + ": " + seat.login() + ", " + word(seat.billing())
                    + (seat.billing() == Billing.METERED
                            ? ": its dollars are real"
                            : ": its dollars are list prices, and count against no budget"));
        }
        look.problems().forEach(problem -> console.say("    " + console.style().red(problem)));
        look.notes().forEach(note -> console.say("    " + console.style().yellow(note)));
    }

    private static ObjectNode json(AgentLook look) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("agent", look.agent().name().value())
                .put("kind", word(look.agent().kind()))
                .put("usable", look.usable())
                .put("version", look.version());
        ArrayNode seats = node.putArray("seats");
        look.seats()
                .forEach(seat -> seats.addObject()
                        .put("seat", seat.name())
                        .put("login", seat.login())
                        .put("billing", word(seat.billing())));
        ArrayNode problems = node.putArray("problems");
        look.problems().forEach(problems::add);
        ArrayNode notes = node.putArray("notes");
        look.notes().forEach(notes::add);
        return node;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private Agents agents(Installation installation, boolean noIsolation) {
        return new Agents(
                installation.agents(),
                new SecretResolver(surroundings.environment())::resolve,
                ProcessLaunchers.choose(
                        noIsolation ? Isolation.NONE : installation.worker().isolation(),
                        true,
                        surroundings.environment()),
                surroundings.environment());
    }

    private static AgentSettings agent(Installation installation, @Nullable String name) {
        AgentName byDefault = installation.agents().defaultAgent();
        String wanted = name == null && byDefault != null ? byDefault.value() : name;
        return installation.agents().agents().stream()
                .filter(agent -> agent.name().value().equals(wanted))
                .findFirst()
                .orElseThrow(() -> CommandFailure.wrongUsage("There is no agent '" + wanted + "'; there is "
                        + installation.agents().agents().stream()
                                .map(agent -> agent.name().value())
                                .collect(Collectors.joining(", "))
                        + "."));
    }

    private static Duration duration(String text) {
        Optional<Duration> duration = Durations.parse(text)
                .filter(parsed -> !parsed.isZero() && !parsed.isNegative() && parsed.compareTo(MOST_TIME) <= 0);
        return duration.orElseThrow(() -> CommandFailure.wrongUsage(
                "--timeout " + text + ": a duration such as 90s or 15m is needed, at most 24h."));
    }
}
