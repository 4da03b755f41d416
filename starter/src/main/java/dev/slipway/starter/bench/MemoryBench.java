package dev.slipway.starter.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.run.RunState;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.process.ProcessRecord;
import dev.slipway.starter.run.BatchRun;
import dev.slipway.starter.run.Visibility;
import dev.slipway.starter.stack.StackProcesses;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * A worker's memory without work, and while projects wait in its cache. They have an account and a repository, and wait
 * for a slot: the few that there are are taken by agents that go on for longer than anybody looks.
 */
public final class MemoryBench implements Benchmark {
    private static final int WAITING = 200;
    private static final int SLOTS = 2;
    private static final double AGENT_SECONDS = 3600;
    private static final double REST_MIB = 350;
    private static final double WAITING_MIB = 500;
    private static final double MIB = 1 << 20;

    private static final Duration SETTLES_WITHIN = Duration.ofMinutes(2);
    private static final Duration WAIT_WITHIN = Duration.ofMinutes(15);
    private static final Duration LOOK = Duration.ofSeconds(2);

    @Override
    public String word() {
        return "memory";
    }

    @Override
    public String bar() {
        return "a worker's memory (RSS) at rest <= 350 MiB, with 200 waiting projects <= 500 MiB";
    }

    @Override
    public Measured measure(Stage stage) {
        int wanted = stage.projects() == null ? WAITING : stage.projects();
        try (BenchStack stack = BenchStack.start(stage, BenchStack.Shape.unpaced(SLOTS, AGENT_SECONDS))) {
            StackProcesses processes = stack.stack().processes();
            String worker = processes.workers().get(0);
            ResidentMemory memory = new ResidentMemory(
                    processes.alive(worker).map(ProcessRecord::pid).orElseThrow());
            long rest = memory.settled(SETTLES_WITHIN);
            stage.console().say(String.format(Locale.ROOT, "At rest: %.0f MiB", rest / MIB));
            BatchRun run = stack.begin(wanted + SLOTS, wanted + SLOTS);
            long began = waiting(stack, run, wanted);
            long waiting = memory.settled(SETTLES_WITHIN);
            OptionalLong cached = WorkerMetrics.of(processes.home(), worker).cachedWorkflows();
            // Their agents have nothing to say that anybody waits for; a worker that is asked to go would wait for
            // them.
            endNow(processes, worker);
            return new Measured(figure(rest, waiting, began, cached), json(rest, waiting, began, cached));
        }
    }

    /** Waits until so many projects wait; how many do. */
    private static long waiting(BenchStack stack, BatchRun run, int wanted) {
        Visibility visibility = new Visibility(stack.stack().server());
        long until = System.nanoTime() + WAIT_WITHIN.toNanos();
        long found = 0;
        while (System.nanoTime() < until) {
            try {
                found = visibility.projects(run.name().value()).stream()
                        .filter(row -> row.state() == RunState.WAITING)
                        .count();
            } catch (StatusRuntimeException e) {
                // Busy; the next look may be answered.
                found = 0;
            }
            if (found >= wanted) {
                return found;
            }
            pause();
        }
        throw CommandFailure.failed("only " + found + " of " + wanted + " projects wait after "
                + WAIT_WITHIN.toMinutes() + " minutes; there is nothing to measure");
    }

    /** @param cached workflows in the worker's memory; empty where its metrics don't tell */
    static Figure figure(long rest, long waiting, long projects, OptionalLong cached) {
        boolean inMemory = cached.isEmpty() || cached.getAsLong() >= projects;
        boolean met = rest <= REST_MIB * MIB && waiting <= WAITING_MIB * MIB && inMemory;
        String said = String.format(
                Locale.ROOT,
                "%.0f MiB at rest, %.0f MiB with %d waiting projects%s",
                rest / MIB,
                waiting / MIB,
                projects,
                cached.isPresent() ? ", " + cached.getAsLong() + " workflows in its cache" : "");
        return new Figure(Math.round(waiting / MIB), met, said);
    }

    private static ObjectNode json(long rest, long waiting, long projects, OptionalLong cached) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("restMiB", Math.round(rest / MIB))
                .put("waitingMiB", Math.round(waiting / MIB))
                .put("waitingProjects", projects)
                .put("writePacing", false);
        cached.ifPresent(count -> json.put("cachedWorkflows", count));
        return json;
    }

    private static void endNow(StackProcesses processes, String worker) {
        List<Long> started = processes.kill(worker);
        started.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted while projects began to wait");
        }
    }
}
