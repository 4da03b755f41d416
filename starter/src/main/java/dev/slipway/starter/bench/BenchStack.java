package dev.slipway.starter.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.agent.Billing;
import dev.slipway.change.ChangeOptions;
import dev.slipway.run.BatchName;
import dev.slipway.run.RunState;
import dev.slipway.run.ToolchainName;
import dev.slipway.starter.demo.DemoProjects;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.run.BatchResult;
import dev.slipway.starter.run.BatchRun;
import dev.slipway.starter.run.BatchSession;
import dev.slipway.starter.run.Pool;
import dev.slipway.starter.run.SandboxCounts;
import dev.slipway.starter.run.Visibility;
import dev.slipway.starter.stack.SandboxedStack;
import dev.slipway.starter.stack.ScriptedAgent;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A sandboxed stack with scripted agents, on which several batches are run one after the other. */
final class BenchStack implements AutoCloseable {
    private static final Duration ANNOUNCES_WITHIN = Duration.ofMinutes(3);
    private static final Duration CLOSES_WITHIN = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration OFTEN = Duration.ofMillis(500);
    private static final int MOST_NAMED = 5;

    /** For what follows a workflow's end within the server: visibility, timers that are dropped, its last tasks. */
    private static final Duration SETTLES_IN = Duration.ofSeconds(5);

    private final Benchmark.Stage stage;
    private final SandboxedStack stack;
    private final Shape shape;
    private int batches;
    private int named;

    /**
     * What is measured on.
     *
     * @param slots of each worker
     * @param writePacing off for measurements that pacing would hide
     * @param money null for agents that cost nothing and meet no limits
     * @param github whose accounts there are, and what the sandbox allows them
     */
    record Shape(
            int workers,
            int slots,
            double agentSeconds,
            boolean writePacing,
            @Nullable Money money,
            GitHubSide github) {
        /** Agents that cost nothing, and a sandbox that takes anything. */
        Shape(int workers, int slots, double agentSeconds, boolean writePacing) {
            this(workers, slots, agentSeconds, writePacing, null, GitHubSide.ANYTHING);
        }

        /** One worker, without write pacing. */
        static Shape unpaced(int slots, double agentSeconds) {
            return new Shape(1, slots, agentSeconds, false);
        }

        /** The same with agents that play Claude Code on one seat. */
        Shape with(Money agents) {
            return new Shape(workers, slots, agentSeconds, writePacing, agents, github);
        }
    }

    /**
     * Of agents that play Claude Code.
     *
     * @param billing of their seat
     * @param usd that a run costs on average
     * @param settings sections of the installation, such as {@code quota}
     */
    record Money(Billing billing, String usd, ObjectNode settings) {}

    private BenchStack(Benchmark.Stage stage, Shape shape) {
        this.stage = stage;
        this.shape = shape;
        this.stack = new SandboxedStack(stage.home(), stage.environment(), stage.console());
    }

    /** Brings it up; returns when the workers have announced themselves. */
    static BenchStack start(Benchmark.Stage stage, Shape shape) {
        BenchStack started = new BenchStack(stage, shape);
        try {
            started.start();
        } catch (RuntimeException | Error e) {
            started.close();
            throw e;
        }
        return started;
    }

    private void start() {
        stack.start(stage.temporal(), shape.github().rules());
        Money money = shape.money();
        stack.startWorkers(new SandboxedStack.Crew(
                shape.workers(),
                shape.slots(),
                shape.github().accounts(),
                money == null ? ScriptedAgent.agents("scripted", shape.agentSeconds()) : agents(money),
                money == null ? JsonNodeFactory.instance.objectNode() : money.settings(),
                shape.writePacing()));
        if (new Pool(stack.server())
                .await(state -> state.workers().size() == shape.workers(), ANNOUNCES_WITHIN)
                .filter(state -> state.workers().size() == shape.workers())
                .isEmpty()) {
            throw CommandFailure.failed("Not every worker announced itself within " + ANNOUNCES_WITHIN.toSeconds()
                    + " s; their logs are in " + stack.processes().home().logs());
        }
    }

    private ObjectNode agents(Money money) {
        return ScriptedAgent.claude(
                shape.agentSeconds(),
                money.usd(),
                money.billing().name().toLowerCase(Locale.ROOT),
                stack.sandbox().modelUrl(),
                stack.modelKey());
    }

    SandboxedStack stack() {
        return stack;
    }

    /** Starts a batch without waiting for it. */
    BatchRun begin(int projects, int atATime) {
        return session().start(order(projects, atATime));
    }

    /**
     * Runs a batch and says what it took, without what looking at its result takes. A batch is over when its projects have
     * reported; what they do after that (of ten that go side by side it would be left out, of a thousand it would not)
     * counts in as well: it is waited for, and what the idle stack takes in that time is taken off again.
     *
     * @throws CommandFailure when not all of it ended well: then there is nothing to compare
     */
    Effort run(int projects, int atATime) {
        long pool = counted().poolEvents();
        long requests = counted().requests();
        CpuTimes before = CpuTimes.of(stack.processes());
        CpuTimes[] after = {CpuTimes.NONE};
        BatchResult result = batch(projects, atATime, () -> after[0] = afterTheEnd(projects));
        long events = counted().poolEvents() - pool + counted().events("batch/" + result.batch());
        for (var project : result.projects()) {
            events += project.events();
        }
        return new Effort(projects, events, counted().requests() - requests, after[0].minus(before));
    }

    /**
     * Runs a batch.
     *
     * @param whenOver called as soon as it is over
     * @throws CommandFailure when not all of it ended well: then there is nothing to measure
     */
    BatchResult batch(int projects, int atATime, Runnable whenOver) {
        return allDone(tried(projects, atATime, whenOver));
    }

    /** The same, also where not all of it ended well. */
    BatchResult tried(int projects, int atATime, Runnable whenOver) {
        BatchRun.Order order = order(projects, atATime);
        return finish(session().start(order), order, whenOver);
    }

    /**
     * Runs a batch to which something is done.
     *
     * @param meanwhile called when it is started
     * @throws CommandFailure when not all of it ended well in spite of that
     */
    BatchResult batch(int projects, int atATime, Consumer<BatchRun> meanwhile) {
        BatchRun.Order order = order(projects, atATime);
        BatchRun run = session().start(order);
        CompletableFuture<BatchResult> finished = CompletableFuture.supplyAsync(() -> finish(run, order, () -> {}));
        meanwhile.accept(run);
        try {
            return allDone(finished.join());
        } catch (CompletionException e) {
            throw e.getCause() instanceof CommandFailure failure ? failure : e;
        }
    }

    private BatchResult finish(BatchRun run, BatchRun.Order order, Runnable whenOver) {
        int slots = shape.workers() * shape.slots();
        return session().finish(run, order, new BatchSession.Frame(slots, shape.agentSeconds(), () -> {
            whenOver.run();
            return Optional.of(new SandboxCounts(stack.sandbox().stats()));
        }));
    }

    private static BatchResult allDone(BatchResult result) {
        if (result.totals().completed() != result.totals().projects()) {
            throw CommandFailure.failed(
                    result.totals().completed() + " of " + result.totals().projects()
                            + " projects were completed; what the others took is no measure: "
                            + result.projects().stream()
                                    .filter(project -> project.state() != RunState.COMPLETED)
                                    .map(project -> project.name() + " " + project.state() + " " + project.reason())
                                    .limit(MOST_NAMED)
                                    .collect(Collectors.joining("; ")));
        }
        return result;
    }

    private CpuTimes afterTheEnd(int projects) {
        long until = System.nanoTime() + CLOSES_WITHIN.toNanos();
        while (closed() < projects && System.nanoTime() < until) {
            pause(LOOK);
        }
        pause(SETTLES_IN);
        CpuTimes settled = CpuTimes.of(stack.processes());
        pause(SETTLES_IN);
        CpuTimes idle = CpuTimes.of(stack.processes()).minus(settled);
        return settled.minus(idle);
    }

    /** How many projects of the newest batch are closed. */
    private long closed() {
        return new Visibility(stack.server())
                .projects(name().value()).stream()
                        .filter(row -> row.closedAt() != null)
                        .count();
    }

    /**
     * Looks again and again until it is so; a stack that is too busy to answer is asked again.
     *
     * @throws CommandFailure when it is not in time
     */
    static void await(String what, Duration within, BooleanSupplier condition) {
        long until = System.nanoTime() + within.toNanos();
        String last = "";
        while (System.nanoTime() < until) {
            try {
                if (condition.getAsBoolean()) {
                    return;
                }
            } catch (CommandFailure e) {
                last = "; " + e.getMessage();
            }
            pause(OFTEN);
        }
        throw CommandFailure.failed("not within " + within.toSeconds() + " s: " + what + last);
    }

    static void pause(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted while a batch settled");
        }
    }

    private BatchName name() {
        return BatchName.of("bench-" + batches);
    }

    /** Its projects have names that no earlier batch used: looking for a free one would count in. */
    private BatchRun.Order order(int projects, int atATime) {
        batches++;
        int first = named;
        named += projects;
        return new BatchRun.Order(
                name(),
                shape.github()
                        .place(DemoProjects.spread(named, List.of(ToolchainName.of("command")))
                                .subList(first, named)),
                atATime,
                false,
                ChangeOptions.DEFAULT.holdHeartbeat());
    }

    private StackCounts counted() {
        return new StackCounts(stack);
    }

    private BatchSession session() {
        return new BatchSession(stack.server(), stage.console());
    }

    @Override
    public void close() {
        stack.close();
    }
}
