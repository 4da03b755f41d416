package dev.slipway.starter.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.agent.Billing;
import dev.slipway.change.Steering;
import dev.slipway.run.RunState;
import dev.slipway.starter.crash.AgentStarts;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.run.BatchResult;
import dev.slipway.starter.run.BatchRun;
import dev.slipway.starter.run.RunAgain;
import dev.slipway.starter.run.SteeringRound;
import dev.slipway.starter.run.Targets;
import dev.slipway.starter.run.Visibility;
import dev.slipway.starter.run.Wheel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Fifty agents at work, and {@code slipway pause --all --now}: how soon the last of them is gone from the process table,
 * and whether each goes on with its session when it is resumed.
 */
public final class PauseAllBench implements Benchmark {
    private static final int PROJECTS = 50;
    /** So long that the first has not finished when the last has begun. */
    private static final int AGENT_SECONDS = 120;

    private static final int RUNS = 2;
    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** What was seen from outside. */
    private record Seen(int running, Duration stopped, long resumed) {}

    @Override
    public String word() {
        return "pause-all";
    }

    @Override
    public String bar() {
        return "pause of everything with 50 running projects, --now: all agents stopped <= 10 s, resumed without lost work";
    }

    @Override
    public Measured measure(Stage stage) {
        int projects = stage.projects() == null ? PROJECTS : stage.projects();
        BenchStack.Shape shape = BenchStack.Shape.unpaced(projects, AGENT_SECONDS)
                .with(new BenchStack.Money(Billing.SUBSCRIPTION, "0.10", JsonNodeFactory.instance.objectNode()));
        try (BenchStack stack = BenchStack.start(stage, shape)) {
            Seen[] seen = new Seen[1];
            BatchResult result = stack.batch(projects, projects, run -> seen[0] = pauseAndResume(stack, run, projects));
            int attempts = result.projects().stream()
                            .mapToInt(project -> project.attempts())
                            .sum()
                    - RUNS * projects;
            long starts = AgentStarts.each(stack.stack().processes().logs()).size();
            int repeated = (int) (starts - (RUNS + 1L) * projects);
            ObjectNode json = JsonNodeFactory.instance
                    .objectNode()
                    .put("running", seen[0].running())
                    .put("stoppedMs", seen[0].stopped().toMillis())
                    .put("resumedWithTheirSession", seen[0].resumed())
                    .put("agentStarts", starts)
                    .put("attemptsLost", attempts);
            json.set("batch", result.json());
            return new Measured(figure(projects, seen[0].stopped(), seen[0].resumed(), attempts, repeated), json);
        }
    }

    private static Seen pauseAndResume(BenchStack stack, BatchRun run, int projects) {
        AgentProcesses agents = new AgentProcesses(stack.stack().processes());
        BenchStack.await("all agents run", PATIENCE, () -> agents.commands().size() >= projects);
        // What is told of a session is what can be resumed: an agent that has told nothing has done nothing.
        BenchStack.await("all agents have told their session", PATIENCE, () -> sessions(stack) >= projects);
        int running = agents.commands().size();
        long before = System.nanoTime();
        steer(stack, new Steering(Steering.Kind.PAUSE, "bench", true, null));
        BenchStack.await(
                "all agents are stopped", PATIENCE, () -> agents.commands().isEmpty());
        Duration stopped = Duration.ofNanos(System.nanoTime() - before);
        Visibility visibility = new Visibility(stack.stack().server());
        BenchStack.await(
                "all projects are paused",
                PATIENCE,
                () -> visibility.projects(run.name().value()).stream()
                                .filter(row -> row.state() == RunState.PAUSED)
                                .count()
                        == projects);
        if (!agents.commands().isEmpty()) {
            throw CommandFailure.failed("an agent was started while everything was paused");
        }
        steer(stack, new Steering(Steering.Kind.RESUME, "bench"));
        BenchStack.await(
                "all agents run again", PATIENCE, () -> agents.commands().size() >= projects);
        long resumed = agents.commands().stream()
                .filter(command -> command.contains(" --resume "))
                .count();
        return new Seen(running, stopped, resumed);
    }

    /** Agents' sessions that workers have noted. */
    private static long sessions(BenchStack stack) {
        return stack.stack().processes().workspaces().stream()
                .flatMap(folder -> records(folder).stream())
                .count();
    }

    private static List<Path> records(Path workspaces) {
        try (Stream<Path> files = Files.find(
                workspaces, 3, (file, is) -> file.getFileName().toString().endsWith(".session.json"))) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void steer(BenchStack stack, Steering asked) {
        var server = stack.stack().server();
        Targets targets = new Targets(new Visibility(server));
        Wheel wheel = new Wheel(server);
        List<Wheel.Answer> answers =
                new SteeringRound(targets, wheel, new RunAgain(server, targets, wheel), asked).everything();
        if (answers.isEmpty()) {
            throw CommandFailure.failed("there was nothing to " + asked.kind());
        }
    }

    static Figure figure(int projects, Duration stopped, long resumed, int attemptsLost, int repeated) {
        double seconds = stopped.toMillis() / 1000.0;
        return new Figure(
                seconds,
                stopped.compareTo(WITHIN) <= 0 && resumed == projects && attemptsLost == 0 && repeated == 0,
                String.format(
                        Locale.ROOT,
                        "%d agents stopped %.1f s after the command was given, %d resumed with their session,"
                                + " %d attempts lost, %d agent runs more than needed",
                        projects,
                        seconds,
                        resumed,
                        attemptsLost,
                        repeated));
    }
}
