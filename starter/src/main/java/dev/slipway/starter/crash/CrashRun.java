package dev.slipway.starter.crash;

import dev.slipway.change.Step;
import dev.slipway.starter.engine.DevServer;
import dev.slipway.starter.process.ProcessRecord;
import dev.slipway.starter.run.Kill;
import dev.slipway.starter.run.ProjectRow;
import dev.slipway.starter.stack.SandboxProcess;
import dev.slipway.starter.stack.StackProcesses;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Kills by plan while a batch runs, starts again what it killed, and measures how long it takes until work goes on. */
final class CrashRun {
    /** For a project to come into the step that is wanted; after that whoever is busy will do. */
    private static final Duration LONGEST_HUNT = Duration.ofSeconds(15);

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration LONGEST_WAY_BACK = Duration.ofMinutes(2);

    private final StackProcesses processes;
    private final ProjectSight sight;
    private final KillPlan plan;
    private final Consumer<String> remarks;
    private final Stopping over = new Stopping();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "crash");
        thread.setDaemon(true);
        return thread;
    });
    private final List<CompletableFuture<Kill>> kills = new ArrayList<>();
    private final Map<String, CompletableFuture<Instant>> revivals = new ConcurrentHashMap<>();
    private final Set<Long> left = new HashSet<>();
    private @Nullable CompletableFuture<Void> running;

    /** @param remarks told a line for each kill, from another thread */
    CrashRun(StackProcesses processes, ProjectSight sight, KillPlan plan, Consumer<String> remarks) {
        this.processes = processes;
        this.sight = sight;
        this.plan = plan;
        this.remarks = remarks;
    }

    void start() {
        running = CompletableFuture.runAsync(this::killByPlan, threads);
    }

    /** Waits until all that was killed runs again. */
    List<Kill> finish() {
        over.stop();
        if (running != null) {
            running.join();
        }
        List<Kill> all = kills.stream().map(CompletableFuture::join).toList();
        revivals.values().forEach(CompletableFuture::join);
        threads.shutdownNow();
        return all;
    }

    /** Ids of processes that killed ones had started. */
    Set<Long> leftBehind() {
        return left;
    }

    private void killByPlan() {
        Instant due = Instant.now();
        for (Optional<PlannedKill> next = plan.next(); next.isPresent(); next = plan.next()) {
            PlannedKill kill = next.get();
            if (plan.every().isPresent()) {
                due = due.plus(plan.every().get());
                over.pause(Duration.between(Instant.now(), due));
            } else {
                over.pause(kill.pause());
            }
            if (over.stopped()) {
                return;
            }
            CompletableFuture<Kill> done = kill(kill);
            kills.add(done);
            if (plan.every().isEmpty()) {
                done.join();
            }
        }
    }

    private CompletableFuture<Kill> kill(PlannedKill planned) {
        return switch (planned.target()) {
            case WORKER -> killWorker(planned.step());
            case SERVER -> kill(List.of(DevServer.RECORD), DevServer.RECORD, "", List.of(), planned.down());
            case SANDBOX -> kill(List.of(SandboxProcess.RECORD), SandboxProcess.RECORD, "", List.of(), planned.down());
            case ALL -> {
                List<String> all = new ArrayList<>(List.of(DevServer.RECORD, SandboxProcess.RECORD));
                all.addAll(processes.workers());
                yield kill(all, Kill.ALL, "", List.of(), planned.down());
            }
        };
    }

    private CompletableFuture<Kill> killWorker(@Nullable Step step) {
        Prey prey = hunt(step);
        List<ProjectSight.Running> running = sight.running(sight.open()).stream()
                .filter(one -> one.pid() == prey.pid())
                .toList();
        List<ProjectRow> projects = projects(running, ProjectSight.Running::isHostStep);
        // Nobody waits for a host's step then: whose workspace is there, or else whoever the worker did anything for.
        projects = projects.isEmpty() ? projects(running, one -> !one.isStep()) : projects;
        projects = projects.isEmpty() ? projects(running, one -> true) : projects;
        return kill(List.of(prey.worker()), prey.worker(), prey.step(), projects, Duration.ZERO);
    }

    private static List<ProjectRow> projects(
            List<ProjectSight.Running> running, Predicate<ProjectSight.Running> which) {
        return running.stream()
                .filter(which)
                .map(ProjectSight.Running::project)
                .distinct()
                .toList();
    }

    /** A worker to kill, and the step that a project of it is in; empty for an idle one. */
    private record Prey(String worker, long pid, String step) {}

    private Prey hunt(@Nullable Step wanted) {
        Instant until =
                Instant.now().plus(plan.every().map(every -> every.dividedBy(2)).orElse(LONGEST_HUNT));
        String name = wanted == null ? "" : wanted.name().toLowerCase(Locale.ROOT);
        while (!over.stopped() && Instant.now().isBefore(until)) {
            List<ProjectRow> there = sight.open().stream()
                    .filter(row -> row.step().replace(' ', '_').equals(name))
                    .toList();
            Optional<Prey> found = prey(sight.running(there).stream()
                    .filter(ProjectSight.Running::isStep)
                    .toList());
            if (found.isPresent()) {
                return found.get();
            }
            over.pause(LOOK);
        }
        List<String> workers = processes.workers();
        return prey(sight.running(sight.open())).orElseGet(() -> {
            String any = workers.get(plan.choose(workers.size()));
            return new Prey(any, processes.alive(any).map(ProcessRecord::pid).orElse(0L), "");
        });
    }

    private Optional<Prey> prey(List<ProjectSight.Running> running) {
        for (ProjectSight.Running one : running) {
            for (String worker : processes.workers()) {
                if (processes
                        .alive(worker)
                        .filter(record -> record.pid() == one.pid())
                        .isPresent()) {
                    return Optional.of(new Prey(worker, one.pid(), one.project().step()));
                }
            }
        }
        return Optional.empty();
    }

    private CompletableFuture<Kill> kill(
            List<String> names, String what, String step, List<ProjectRow> projects, Duration down) {
        // What is still coming up is not killed a second time before it is there.
        names.forEach(name -> Optional.ofNullable(revivals.get(name)).ifPresent(CompletableFuture::join));
        List<ProjectRow> open = projects.isEmpty() ? sight.open() : projects;
        Instant at = Instant.now();
        names.forEach(name -> left.addAll(processes.kill(name)));
        CompletableFuture<Instant> ready = revive(names, down);
        return CompletableFuture.supplyAsync(
                () -> {
                    Supplier<Optional<Instant>> back = back(what, projects.isEmpty() ? open : projects, at, ready);
                    Duration after = backAfter(back, at);
                    return told(new Kill(what, step, at, after, List.of()));
                },
                threads);
    }

    private Supplier<Optional<Instant>> back(
            String what, List<ProjectRow> projects, Instant at, CompletableFuture<Instant> ready) {
        return switch (what) {
            case SandboxProcess.RECORD -> () -> Optional.ofNullable(ready.getNow(null));
            case DevServer.RECORD, Kill.ALL -> () -> sight.progressAfter(projects, at);
            default -> () -> sight.hostStepsAfter(projects, at);
        };
    }

    /** The server first, since nothing comes up without it. */
    private CompletableFuture<Instant> revive(List<String> names, Duration down) {
        CompletableFuture<Instant> all = CompletableFuture.runAsync(
                        () -> {
                            over.pause(down);
                            names.stream().filter(name -> !isWorker(name)).forEach(processes::revive);
                        },
                        threads)
                .thenCompose(ignored -> CompletableFuture.allOf(names.stream()
                        .filter(CrashRun::isWorker)
                        .map(name -> CompletableFuture.runAsync(() -> processes.revive(name), threads))
                        .toArray(CompletableFuture[]::new)))
                .thenApply(ignored -> Instant.now());
        names.forEach(name -> revivals.put(name, all));
        return all;
    }

    private static boolean isWorker(String name) {
        return !name.equals(DevServer.RECORD) && !name.equals(SandboxProcess.RECORD);
    }

    private @Nullable Duration backAfter(Supplier<Optional<Instant>> back, Instant at) {
        Instant until = Instant.now().plus(LONGEST_WAY_BACK);
        while (Instant.now().isBefore(until)) {
            boolean last = over.stopped();
            Optional<Instant> found = back.get();
            if (found.isPresent()) {
                return Duration.between(at, found.get());
            }
            if (last) {
                return null;
            }
            over.pause(LOOK.multipliedBy(3));
        }
        return null;
    }

    private Kill told(Kill kill) {
        remarks.accept("killed " + kill.what() + (kill.step().isEmpty() ? "" : " in " + kill.step())
                + (kill.backAfter() == null
                        ? "; the batch was over before it was needed again"
                        : "; back at work after %.1f s"
                                .formatted(kill.backAfter().toMillis() / 1000.0)));
        return kill;
    }
}
