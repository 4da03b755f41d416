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
import java.util.Map;
import java.util.Objects;
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
    /** For a project to come into a step that is wanted. */
    private static final Duration LONGEST_HUNT = Duration.ofMinutes(2);

    /** Steps that are not done on a host. */
    private static final Set<String> ON_GITHUB =
            Set.of(PlannedKill.words(Step.REPOSITORY), PlannedKill.words(Step.PULL_REQUEST));

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration LONGEST_WAY_BACK = Duration.ofMinutes(2);

    private final StackProcesses processes;
    private final ProjectSight sight;
    private final SlowSteps slow;
    private final KillPlan plan;
    private final Consumer<String> remarks;
    private final Stopping over = new Stopping();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "crash");
        thread.setDaemon(true);
        return thread;
    });
    private final Hunt hunt;
    private final List<CompletableFuture<Kill>> kills = new ArrayList<>();
    private final List<String> missed = new ArrayList<>();
    private final Map<String, CompletableFuture<Instant>> revivals = new ConcurrentHashMap<>();
    private final Set<Long> left = new HashSet<>();
    private @Nullable CompletableFuture<Void> running;

    /** @param remarks told a line for each kill, from another thread */
    CrashRun(StackProcesses processes, ProjectSight sight, SlowSteps slow, KillPlan plan, Consumer<String> remarks) {
        this.processes = processes;
        this.sight = sight;
        this.slow = slow;
        this.plan = plan;
        this.remarks = remarks;
        this.hunt = new Hunt(processes, sight, over);
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

    /** Kills that did not come to be, since nobody came into their step; in words. */
    List<String> missed() {
        return missed;
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
                missedFrom(kill);
                return;
            }
            Optional<CompletableFuture<Kill>> done = kill(kill);
            done.ifPresentOrElse(kills::add, () -> missed.add(kill.words()));
            if (plan.every().isEmpty()) {
                done.ifPresent(CompletableFuture::join);
            }
        }
    }

    /** An endless plan misses nothing. */
    private void missedFrom(PlannedKill kill) {
        if (plan.every().isEmpty()) {
            missed.add(kill.words());
            plan.next().ifPresent(this::missedFrom);
        }
    }

    private Optional<CompletableFuture<Kill>> kill(PlannedKill planned) {
        return switch (planned.target()) {
            case WORKER -> plan.every().isEmpty() ? killWorkerInTurn(planned) : Optional.of(killSomeWorker(planned));
            case SERVER -> Optional.of(kill(DevServer.RECORD, planned.down()));
            case SANDBOX -> Optional.of(kill(SandboxProcess.RECORD, planned.down()));
            case ALL -> {
                List<String> all = new ArrayList<>(List.of(DevServer.RECORD, SandboxProcess.RECORD));
                all.addAll(processes.workers());
                yield Optional.of(kill(
                        all, new Kill(Kill.ALL, "", "", Instant.now(), null, List.of()), List.of(), planned.down()));
            }
        };
    }

    private CompletableFuture<Kill> kill(String name, Duration down) {
        return kill(List.of(name), new Kill(name, "", "", Instant.now(), null, List.of()), List.of(), down);
    }

    /** In the step that is planned, or in one whose turn is later and to which somebody comes sooner. */
    private Optional<CompletableFuture<Kill>> killWorkerInTurn(PlannedKill planned) {
        Step wanted = Objects.requireNonNull(planned.step());
        Set<Step> any = Hunt.first(wanted, plan.left());
        slow.only(any);
        Optional<Hunt.Prey> prey = hunt.inOneOf(any, LONGEST_HUNT);
        Optional<Step> met = prey.flatMap(found -> found.in(any));
        if (met.isEmpty()) {
            return Optional.empty();
        }
        CompletableFuture<Kill> killed = killWorker(PlannedKill.words(met.get()), prey.get());
        if (met.get() != wanted) {
            plan.took(met.get(), wanted);
        }
        slow.only(plan.left());
        return Optional.of(killed);
    }

    /** In the step that is wanted, if somebody comes there soon enough; else whoever is at work, or anybody. */
    private CompletableFuture<Kill> killSomeWorker(PlannedKill planned) {
        Step wanted = Objects.requireNonNull(planned.step());
        Hunt.Prey prey = hunt.inOneOf(Set.of(wanted), plan.every().orElseThrow().dividedBy(2))
                .or(hunt::anyAtWork)
                .orElseGet(() -> {
                    String any = processes
                            .workers()
                            .get(plan.choose(processes.workers().size()));
                    return new Hunt.Prey(
                            any, processes.alive(any).map(ProcessRecord::pid).orElse(0L), "");
                });
        return killWorker(PlannedKill.words(wanted), prey);
    }

    private CompletableFuture<Kill> killWorker(String wanted, Hunt.Prey prey) {
        List<ProjectSight.Running> running = sight.running(sight.open()).stream()
                .filter(one -> one.pid() == prey.pid())
                .toList();
        List<ProjectRow> projects = projects(running, ProjectSight.Running::isHostStep);
        // Nobody waits for a host's step then: whose workspace is there, or else whoever the worker did anything for.
        projects = projects.isEmpty() ? projects(running, one -> !one.isStep()) : projects;
        projects = projects.isEmpty() ? projects(running, one -> true) : projects;
        Kill kill = new Kill(prey.worker(), wanted, prey.step(), Instant.now(), null, List.of());
        return kill(List.of(prey.worker()), kill, projects, Duration.ZERO);
    }

    private static List<ProjectRow> projects(
            List<ProjectSight.Running> running, Predicate<ProjectSight.Running> which) {
        return running.stream()
                .filter(which)
                .map(ProjectSight.Running::project)
                .distinct()
                .toList();
    }

    private CompletableFuture<Kill> kill(List<String> names, Kill planned, List<ProjectRow> projects, Duration down) {
        // What is still coming up is not killed a second time before it is there.
        names.forEach(name -> Optional.ofNullable(revivals.get(name)).ifPresent(CompletableFuture::join));
        List<ProjectRow> open = projects.isEmpty() ? sight.open() : projects;
        Instant at = Instant.now();
        names.forEach(name -> left.addAll(processes.kill(name)));
        CompletableFuture<Instant> ready = revive(names, down);
        return CompletableFuture.supplyAsync(
                () -> told(planned.done(at, backAfter(back(planned, open, at, ready), at))), threads);
    }

    private Supplier<Optional<Instant>> back(
            Kill kill, List<ProjectRow> projects, Instant at, CompletableFuture<Instant> ready) {
        if (plan.every().isEmpty() && ON_GITHUB.contains(kill.step())) {
            // Where the next host step depends on much else.
            return () -> sight.progressAfter(projects, at);
        }
        return switch (kill.what()) {
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
