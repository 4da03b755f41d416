package dev.slipway.starter.command;

import dev.slipway.account.AccountPoolState;
import dev.slipway.project.ProjectSpec;
import dev.slipway.run.TaskQueues;
import dev.slipway.settings.Target;
import dev.slipway.settings.installation.InstallationReport;
import dev.slipway.settings.work.Work;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.engine.Engine;
import dev.slipway.starter.machine.Preflight;
import dev.slipway.starter.machine.Toolbox;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import dev.slipway.starter.run.Announced;
import dev.slipway.starter.run.BatchResult;
import dev.slipway.starter.run.BatchRun;
import dev.slipway.starter.run.BatchSession;
import dev.slipway.starter.run.Constitutions;
import dev.slipway.starter.run.Pool;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway run}: the main job. */
@Command(
        name = "run",
        description = {
            "Builds the projects of a file: a repository and a pull request for each.",
            "Returns when all is done (0), or only people can go on (1)."
        },
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    private static final Duration POOL_PATIENCE = Duration.ofSeconds(8);
    private static final Duration OWN_WORKER_PATIENCE = Duration.ofSeconds(45);

    private final Surroundings surroundings;

    @Mixin
    private OutputOptions output;

    @Mixin
    private InstallationOptions installation;

    @Mixin
    private WorkOptions work;

    @Mixin
    private OrdealOptions ordeal;

    @Option(names = "--force", description = "Run also what was completed before.")
    private boolean force;

    @Option(names = "--skip-completed", description = "Leave out what was completed before; this is the default.")
    private boolean skipCompleted;

    @Option(names = "--sandbox", description = "A dry run: against a GitHub on this machine, with a scripted agent.")
    private boolean sandbox;

    @Option(names = "--keep", description = "With --sandbox: leave sandbox, server and worker running.")
    private boolean keep;

    @Option(
            names = "--no-isolation",
            description = "Run agents and builds without bubblewrap: they can then read what you can read.")
    private boolean noIsolation;

    @Option(names = "--detach", description = "Start, and do not wait; 'slipway status' shows how it goes.")
    private boolean detach;

    RunCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (force && skipCompleted) {
            throw CommandFailure.wrongUsage("--force and --skip-completed exclude each other.");
        }
        Console console = output.console();
        Target target = sandbox ? Target.SANDBOX : Target.GITHUB;
        Toolbox toolbox = new Toolbox(surroundings.home(), surroundings.environment(), console);
        Work read = work.read(toolbox.toolchains(), target);
        InstallationReport report = installation.report(List.of(read.source()), target);
        List<ProjectSpec> projects = work.projects(read);
        read.warnings().forEach(console::warn);
        report.warnings().stream()
                .filter(warning -> !read.warnings().contains(warning))
                .forEach(console::warn);
        BatchRun.Order order = new BatchRun.Order(
                read.name(),
                projects,
                work.parallel(read),
                force,
                report.installation().worker().heartbeatTimeout());
        if (!sandbox && ordeal.wish().anything()) {
            throw CommandFailure.wrongUsage("--crash and --faults are for dry runs: add --sandbox.");
        }
        if (sandbox) {
            return new DryRun(surroundings, console, toolbox)
                    .run(report.installation(), read, order, Optional.ofNullable(work.agent()), ordeal.wish(), keep);
        }
        return report.installation().temporal().address() == null
                ? onLocalStack(console, toolbox, report, read, order)
                : onConfiguredServer(console, report, read, order);
    }

    private int onLocalStack(
            Console console, Toolbox toolbox, InstallationReport report, Work read, BatchRun.Order order) {
        List<String> problems = new Preflight(report, toolbox, surroundings.environment())
                .problems(order.projects(), read.seats(), noIsolation);
        if (!problems.isEmpty()) {
            throw CommandFailure.wrongUsage(problems);
        }
        toolbox.install(Preflight.toolchains(order.projects()));
        UserStack stack = new UserStack(surroundings, console);
        try (Server server = stack.ensureServer(report.installation().temporal())) {
            stack.ensureWorkers(1, server.engine(), installation.workerFiles(read), noIsolation);
            Optional<AccountPoolState> pool = new Pool(server)
                    .await(state -> Announced.problems(state, order.projects()).isEmpty(), OWN_WORKER_PATIENCE);
            return go(console, server, report, read, order, pool);
        }
    }

    private int onConfiguredServer(Console console, InstallationReport report, Work read, BatchRun.Order order) {
        Engine engine = new dev.slipway.starter.engine.Engines(surroundings.home(), surroundings.environment(), console)
                .ensure(report.installation().temporal());
        try (Server server = Server.connect(engine, report.installation().temporal(), surroundings.environment())) {
            server.prepare();
            return go(console, server, report, read, order, new Pool(server).state(POOL_PATIENCE));
        }
    }

    private int go(
            Console console,
            Server server,
            InstallationReport report,
            Work read,
            BatchRun.Order order,
            Optional<AccountPoolState> pool) {
        List<String> problems = pool.map(state -> Announced.problems(state, order.projects(), read.seats()))
                .orElse(List.of("No worker answers for task queue '" + TaskQueues.WORKFLOWS + "' in namespace '"
                        + server.engine().namespace() + "'. Start one: slipway worker"));
        if (!problems.isEmpty()) {
            throw CommandFailure.wrongUsage(problems);
        }
        List<ProjectSpec> projects = Constitutions.store(
                read, order.projects(), () -> new UserStack(surroundings, console).artifacts(report.installation()));
        BatchRun.Order complete = order.with(projects);
        BatchSession session = new BatchSession(server, console);
        BatchRun run = session.start(complete);
        if (detach) {
            console.say("Started batch '" + run.name() + "'. 'slipway status " + run.name() + "' shows how it goes.");
            return ExitCode.DONE;
        }
        Thread farewell = new Thread(() -> console.warn("\nThe batch '" + run.name()
                + "' goes on without this command. 'slipway status " + run.name()
                + "' shows how, 'slipway cancel --batch "
                + run.name() + "' ends it."));
        Runtime.getRuntime().addShutdownHook(farewell);
        BatchResult result;
        try {
            result = session.finish(run, complete, new BatchSession.Frame(0, null, Optional::empty));
        } finally {
            forget(farewell);
        }
        return session.tell(result, true);
    }

    private static void forget(Thread farewell) {
        try {
            Runtime.getRuntime().removeShutdownHook(farewell);
        } catch (IllegalStateException e) {
            // The process is ending, and the farewell is being said.
            Thread.currentThread().interrupt();
        }
    }
}
