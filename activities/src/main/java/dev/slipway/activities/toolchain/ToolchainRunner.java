package dev.slipway.activities.toolchain;

import dev.slipway.activities.process.ProcessLauncher;
import dev.slipway.activities.process.ProcessOutcome;
import dev.slipway.activities.process.ProcessSpec;
import dev.slipway.activities.process.RunningProcess;
import dev.slipway.run.ToolchainName;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.settings.toolchain.ToolchainDefinition;
import dev.slipway.settings.toolchain.Toolchains;
import dev.slipway.verification.CommandRun;
import dev.slipway.verification.Commands;
import dev.slipway.verification.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Prepares, compiles, tests and deploys a working tree with a toolchain, as a stranger. */
public final class ToolchainRunner {
    private static final long MAX_LOG = 64L * 1024 * 1024;
    private static final int MAX_COMMAND = 120;

    private final Toolchains toolchains;
    private final SlipwayHome home;
    private final ProcessLauncher launcher;
    private final ToolchainProbe probe;
    private final BuildEnvironment environment;
    private final Map<ToolchainName, ToolchainProbe.Look> ready = new ConcurrentHashMap<>();

    /**
     * @param workerEnvironment of this process; builds see an allow-list of it
     */
    public ToolchainRunner(
            Toolchains toolchains, SlipwayHome home, ProcessLauncher launcher, Map<String, String> workerEnvironment) {
        this.toolchains = toolchains;
        this.home = home;
        this.launcher = launcher;
        this.probe = new ToolchainProbe(home, workerEnvironment);
        this.environment = new BuildEnvironment(workerEnvironment);
    }

    /**
     * Verifies: prepares, compiles and tests.
     *
     * @throws IOException also when neither the project nor the toolchain has a command for it
     * @see #run(List, ToolchainName, Commands, Path, Path, Path, Duration, Consumer)
     */
    public ToolchainRun run(
            ToolchainName name,
            Commands commands,
            Path tree,
            Path agentHome,
            Path log,
            Duration timeout,
            Consumer<RunningProcess> started)
            throws InterruptedException, IOException {
        ToolchainRun run = run(Phase.VERIFICATION, name, commands, tree, agentHome, log, timeout, started);
        if (run.runs().isEmpty()) {
            throw new IOException("toolchain " + name + " has no commands of its own: give the project at least one "
                    + "command under 'commands: {compile: […], test: […]}'");
        }
        return run;
    }

    /**
     * Runs the phases in order and stops at the first command that fails.
     *
     * @param phases which
     * @param commands the project's own; an empty phase takes the toolchain's
     * @param tree the working tree
     * @param agentHome what builds see as HOME
     * @param log output is appended to it
     * @param timeout for all commands together
     * @param started told each process that was started, so that the caller can stop it
     * @throws IOException when the toolchain is unknown or not installed here, or a command can't be started
     * @throws InterruptedException when interrupted, or when the process was stopped by the caller
     */
    public ToolchainRun run(
            List<Phase> phases,
            ToolchainName name,
            Commands commands,
            Path tree,
            Path agentHome,
            Path log,
            Duration timeout,
            Consumer<RunningProcess> started)
            throws InterruptedException, IOException {
        long began = System.nanoTime();
        ToolchainDefinition definition = toolchains
                .find(name)
                .orElseThrow(() -> new IOException("there is no toolchain '" + name + "' on this host"));
        Build build = new Build(definition, look(definition), tree, agentHome, log, started);
        List<CommandRun> runs = new ArrayList<>();
        for (Phase phase : phases) {
            for (String command : commandsOf(definition, commands, phase)) {
                Duration left = timeout.minusNanos(System.nanoTime() - began);
                OutputExcerpt excerpt = new OutputExcerpt(tree.toString());
                CommandRun run = build.run(phase, command, left, excerpt);
                runs.add(run);
                if (run.exitCode() != 0 || run.timedOut()) {
                    return failed(run, runs, excerpt, timeout, began);
                }
            }
        }
        return new ToolchainRun(true, null, runs, "", "", since(began));
    }

    private static ToolchainRun failed(
            CommandRun run, List<CommandRun> runs, OutputExcerpt excerpt, Duration timeout, long began) {
        String ending = run.timedOut()
                ? "ended after the time limit of " + timeout.toSeconds() + " s"
                : "exit code " + run.exitCode();
        String headline = run.timedOut() ? "`" + run.command() + "` " + ending : excerpt.headline();
        String text = "$ " + run.command() + "\n" + excerpt.text() + "[" + ending + "]\n";
        String telling = headline.isEmpty() ? "`" + run.command() + "`: " + ending : headline;
        return new ToolchainRun(false, run.phase(), runs, OutputExcerpt.shorten(telling), text, since(began));
    }

    private static List<String> commandsOf(ToolchainDefinition definition, Commands own, Phase phase) {
        List<String> given = switch (phase) {
            case PREPARE -> own.prepare();
            case COMPILE -> own.compile();
            case TEST -> own.test();
            case DEPLOY -> own.deploy();
        };
        return given.isEmpty() ? definition.commands(phase) : given;
    }

    /** What the probe found, asked once: tools do not move while a worker runs. */
    private ToolchainProbe.Look look(ToolchainDefinition definition) throws IOException, InterruptedException {
        ToolchainProbe.Look known = ready.get(definition.name());
        if (known != null) {
            return known;
        }
        ToolchainProbe.Look look = probe.look(definition);
        if (look.state() instanceof ToolchainState.Missing missing) {
            throw new IOException("toolchain " + definition.name() + " can't be used on this host: " + missing.tool()
                    + ". " + missing.how());
        }
        if (look.state() instanceof ToolchainState.Installable installable) {
            throw new IOException("toolchain " + definition.name() + " is not installed on this host: "
                    + installable.what() + " is missing, which Slipway can bring " + installable.how());
        }
        ready.put(definition.name(), look);
        return look;
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** One working tree with its toolchain. */
    private final class Build {
        private final Path tree;
        private final Path agentHome;
        private final Path log;
        private final Consumer<RunningProcess> started;
        private final Path cache;
        private final Map<String, String> variables;
        private final List<Path> readable;

        Build(
                ToolchainDefinition definition,
                ToolchainProbe.Look look,
                Path tree,
                Path agentHome,
                Path log,
                Consumer<RunningProcess> started)
                throws IOException {
            this.tree = tree;
            this.agentHome = agentHome;
            this.log = log;
            this.started = started;
            ToolchainFolder folder = ToolchainFolder.of(home, definition.name());
            this.cache = Files.createDirectories(
                    home.cache().resolve("builds").resolve(definition.name().value()));
            List<Path> bin = new ArrayList<>(folder.bin(definition));
            look.located().forEach(tool -> bin.add(tool.bin()));
            this.variables = environment.variables(definition, bin, folder.path(), cache);
            this.readable = new ArrayList<>(environment.readable(definition, folder.path(), cache));
            look.located().forEach(tool -> readable.add(tool.root()));
            if (Files.isDirectory(folder.path())) {
                readable.add(folder.path());
            }
        }

        CommandRun run(Phase phase, String command, Duration left, OutputExcerpt excerpt)
                throws IOException, InterruptedException {
            Files.writeString(log, "$ " + command.strip() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            String shown = shown(command);
            if (left.isNegative() || left.isZero()) {
                return new CommandRun(phase, shown, 124, true, Duration.ZERO);
            }
            ProcessSpec spec = new ProcessSpec(
                    List.of("sh", "-c", command),
                    tree,
                    agentHome,
                    variables,
                    outside(readable),
                    List.of(cache),
                    "",
                    log,
                    left,
                    MAX_LOG);
            RunningProcess process = launcher.start(spec, excerpt::accept);
            started.accept(process);
            ProcessOutcome outcome;
            try {
                outcome = process.await();
            } catch (InterruptedException e) {
                process.stop();
                throw e;
            }
            if (outcome.stopped() && !outcome.timedOut()) {
                throw new InterruptedException("`" + shown + "` was stopped");
            }
            return new CommandRun(phase, shown, outcome.exitCode(), outcome.timedOut(), outcome.duration());
        }

        /** Without what every program may read anyway; each once. */
        private static List<Path> outside(List<Path> paths) {
            return paths.stream()
                    .filter(path -> !path.startsWith("/usr") && !path.startsWith("/etc") && path.getNameCount() > 0)
                    .distinct()
                    .toList();
        }

        private static String shown(String command) {
            String first = command.strip().lines().findFirst().orElse("");
            boolean more = command.strip().lines().count() > 1;
            return first.length() > MAX_COMMAND ? first.substring(0, MAX_COMMAND) + "…" : first + (more ? " …" : "");
        }
    }
}
