package dev.slipway.starter.run;

import dev.slipway.starter.connection.Server;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Starts a batch, shows how it comes along, and tells what it came to. */
public final class BatchSession {
    private final Server server;
    private final Console console;
    private final Queue<String> remarks = new ConcurrentLinkedQueue<>();

    public BatchSession(Server server, Console console) {
        this.server = server;
        this.console = console;
    }

    /**
     * What the result is told with.
     *
     * @param slots over all workers; 0 where unknown
     * @param agentSeconds of an agent's run, as set; null where it is not
     * @param sandbox asked at the end for what it counted; empty where there is no sandbox
     */
    public record Frame(int slots, @Nullable Double agentSeconds, Supplier<Optional<SandboxCounts>> sandbox) {}

    /** Says something while the batch runs, without disturbing what is drawn; from any thread. */
    public void remark(String line) {
        remarks.add(line);
    }

    /** Starts the batch, or attaches to it. */
    public BatchRun start(BatchRun.Order order) {
        BatchRun run = BatchRun.start(server, order);
        if (run.attached()) {
            console.say("The batch '" + run.name() + "' runs already; this attaches to it. What the file says now about"
                    + " its projects counts the next time.");
        }
        String link = server.engine().link(run.execution().getWorkflowId());
        console.detail("Batch " + run.name() + (link.isEmpty() ? "" : ": " + link));
        return run;
    }

    /** Waits for it and collects the result. */
    public BatchResult finish(BatchRun run, BatchRun.Order order, Frame frame) {
        long before = System.nanoTime();
        Progress progress =
                new Progress(console, Clock.systemUTC(), order.projects().size(), server.engine()::link, remarks);
        new BatchWatch(server).await(run, order.projects(), progress);
        long makespan = Duration.ofNanos(System.nanoTime() - before).toMillis();
        @Nullable SandboxCounts counts = frame.sandbox().get().orElse(null);
        progress.end();
        return new Outcome(server, counts)
                .collect(run.name(), order.projects(), makespan, frame.slots(), frame.agentSeconds());
    }

    /**
     * Tells the result.
     *
     * @param stays whether the server can still be asked when the command has ended
     * @return the exit code
     */
    public int tell(BatchResult result, boolean stays) {
        if (console.json()) {
            console.answer(result.json());
        }
        console.say("");
        ResultText.table(result, console.style()).forEach(console::say);
        List<String> next = ResultText.next(result, stays);
        if (!next.isEmpty()) {
            console.say("");
            next.forEach(console::say);
        }
        String link = server.engine().link("batch/" + result.batch());
        console.say("");
        if (!link.isEmpty()) {
            console.say("Web UI: " + console.style().link(link, link)
                    + (stays ? "" : " (while it runs; --keep leaves it running)"));
        }
        console.say(console.style().bold(ResultText.lastLine(result)));
        return result.allWell() ? ExitCode.DONE : ExitCode.WORK_FAILED;
    }
}
