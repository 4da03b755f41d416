package dev.slipway.starter.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.account.AccountPoolState;
import dev.slipway.change.ChangeOptions;
import dev.slipway.project.ProjectSpec;
import dev.slipway.run.BatchName;
import dev.slipway.run.ToolchainName;
import dev.slipway.settings.installation.TemporalSettings;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.starter.crash.Ordeal;
import dev.slipway.starter.machine.ClaudeCode;
import dev.slipway.starter.machine.Toolbox;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.run.Announced;
import dev.slipway.starter.run.BatchResult;
import dev.slipway.starter.run.BatchRun;
import dev.slipway.starter.run.BatchSession;
import dev.slipway.starter.run.Pool;
import dev.slipway.starter.run.SandboxCounts;
import dev.slipway.starter.stack.SandboxedStack;
import dev.slipway.starter.stack.ScriptedAgent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Projects from nothing to pull requests, on this machine alone: server, sandbox and workers are started and ended. */
public final class Demo {
    private static final Duration WORKERS_ANNOUNCE_WITHIN = Duration.ofSeconds(60);
    private static final int MOST_PARALLEL = 8;

    private final SlipwayHome home;
    private final Map<String, String> environment;
    private final Console console;

    public Demo(SlipwayHome home, Map<String, String> environment, Console console) {
        this.home = home;
        this.environment = environment;
        this.console = console;
    }

    /** Which agent plays. */
    public enum Agent {
        /** From the script book, without a model. */
        SCRIPTED,
        /** The real Claude Code CLI, with the sandbox's model endpoint. */
        CLAUDE,
        /** The script book's program, run as any command is. */
        COMMAND
    }

    /**
     * What is asked for.
     *
     * @param parallel slots over all workers; null: by the machine's processors
     * @param agentSeconds of an agent's run; null leaves it as short as it is
     * @param toolchains empty: those whose tools the machine has
     * @param atATime projects under way at a time; null: twice as many as there are slots
     * @param ordeal faults and kills
     * @param keep whether all goes on when the command ends
     */
    public record Request(
            int projects,
            @Nullable Integer parallel,
            int workers,
            Agent agent,
            @Nullable Double agentSeconds,
            List<String> toolchains,
            @Nullable Integer atATime,
            Ordeal.Wish ordeal,
            boolean keep) {
        public Request {
            toolchains = List.copyOf(toolchains);
        }
    }

    /**
     * Runs it.
     *
     * @return the exit code
     */
    public int run(Request request, TemporalSettings temporal) {
        return run(request, temporal, (session, result) -> session.tell(result, request.keep()));
    }

    /** Runs it, and leaves it to the caller to tell what it came to. */
    public BatchResult measure(Request request, TemporalSettings temporal) {
        return run(request, temporal, (session, result) -> result);
    }

    private <T> T run(Request request, TemporalSettings temporal, BiFunction<BatchSession, BatchResult, T> end) {
        Toolbox toolbox = new Toolbox(home, environment, console);
        List<ToolchainName> toolchains =
                new DemoToolchains(toolbox, console).choose(request.toolchains(), request.projects());
        List<ProjectSpec> projects = DemoProjects.spread(request.projects(), toolchains);
        console.say("Demo: " + projects.size() + (projects.size() == 1 ? " project" : " projects") + " over "
                + String.join(
                        ", ", toolchains.stream().map(ToolchainName::value).toList()));
        toolbox.install(new LinkedHashSet<>(toolchains));
        Optional<Path> claude = request.agent() == Agent.CLAUDE
                ? Optional.of(new ClaudeCode(home, environment, console).install())
                : Optional.empty();
        int parallel = parallel(request);
        Double seconds = agentSeconds(request);
        int slots = (parallel + request.workers() - 1) / request.workers();
        try (SandboxedStack stack = new SandboxedStack(home, environment, console)) {
            stack.start(temporal);
            SandboxedStack.Crew crew = new SandboxedStack.Crew(
                    request.workers(), slots, List.of(), agents(request, seconds, claude, stack));
            stack.startWorkers(crew);
            awaitAnnouncements(stack, request, projects);
            BatchRun.Order order = new BatchRun.Order(
                    name(), projects, atATime(request, parallel), false, ChangeOptions.DEFAULT.holdHeartbeat());
            BatchSession session = new BatchSession(stack.server(), console);
            console.say("");
            Ordeal ordeal = new Ordeal(stack, request.ordeal(), console);
            BatchRun run = session.start(order);
            ordeal.begin(run.name(), projects.size(), session::remark);
            BatchResult result = session.finish(run, order, new BatchSession.Frame(crew.totalSlots(), seconds, () -> {
                        ordeal.end();
                        return Optional.of(new SandboxCounts(stack.sandbox().stats()));
                    }))
                    .having(ordeal.endured());
            T told = end.apply(session, result);
            if (request.keep()) {
                stack.keep();
            }
            return told;
        }
    }

    private int parallel(Request request) {
        return request.parallel() != null
                ? request.parallel()
                : Math.min(
                        request.projects(),
                        Math.min(
                                MOST_PARALLEL,
                                Math.max(2, 2 * Runtime.getRuntime().availableProcessors())));
    }

    /** Kills by plan need a batch that lasts for as long as they do, and agents that can be met. */
    private static @Nullable Double agentSeconds(Request request) {
        boolean lasting = request.ordeal().wholeRound() && request.agent() != Agent.CLAUDE;
        return request.agentSeconds() == null && lasting
                ? Double.valueOf(request.ordeal().agentSeconds())
                : request.agentSeconds();
    }

    private static int atATime(Request request, int parallel) {
        if (request.atATime() != null) {
            return request.atATime();
        }
        if (request.ordeal().wholeRound()) {
            // One after the other, so that somebody comes into each step for as long as there are kills.
            return Math.max(1, Math.min(parallel, request.projects() / 2));
        }
        // As many again beyond the slots: their repositories are ready when a slot becomes free.
        return 2 * parallel;
    }

    private static ObjectNode agents(
            Request request, @Nullable Double wanted, Optional<Path> claude, SandboxedStack stack) {
        double seconds = wanted == null ? 0 : wanted;
        return claude.isPresent()
                ? ClaudeCode.agents(claude.get(), stack.sandbox().modelUrl(), stack.modelKey())
                : ScriptedAgent.agents(request.agent().name().toLowerCase(Locale.ROOT), seconds);
    }

    private static void awaitAnnouncements(SandboxedStack stack, Request request, List<ProjectSpec> projects) {
        Optional<AccountPoolState> pool = new Pool(stack.server())
                .await(
                        state -> state.workers().size() >= request.workers()
                                && Announced.problems(state, projects).isEmpty(),
                        WORKERS_ANNOUNCE_WITHIN);
        List<String> problems = pool.map(state -> Announced.problems(state, projects))
                .orElse(List.of("The workers did not announce themselves within " + WORKERS_ANNOUNCE_WITHIN.toSeconds()
                        + " s."));
        if (!problems.isEmpty()) {
            throw CommandFailure.failed(String.join("\n", problems));
        }
    }

    private static BatchName name() {
        return BatchName.of("demo-"
                + DateTimeFormatter.ofPattern("MMdd-HHmmss", Locale.ROOT)
                        .format(LocalDateTime.now(java.time.ZoneId.systemDefault())));
    }
}
