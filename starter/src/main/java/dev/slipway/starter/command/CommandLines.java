package dev.slipway.starter.command;

import dev.slipway.settings.ConfigurationException;
import dev.slipway.settings.connection.ServerUnreachableException;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.ExitCode;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ParseResult;

/** Puts the command line together and runs it: how commands are made, and what becomes of their failures. */
public final class CommandLines {
    private static final Map<String, Class<?>> COMMANDS = commands();

    private CommandLines() {}

    /**
     * Runs a command.
     *
     * @return its exit code
     */
    public static int run(Surroundings surroundings, String... arguments) {
        return commandLine(surroundings, arguments).execute(arguments);
    }

    static CommandLine commandLine(Surroundings surroundings, String... arguments) {
        IFactory factory = new Factory(surroundings);
        CommandLine line = new CommandLine(SlipwayCommand.class, factory);
        subcommands(arguments).forEach((name, type) -> line.addSubcommand(name, new CommandLine(type, factory)));
        boolean colours = surroundings
                        .environment()
                        .getOrDefault("SLIPWAY_TERMINAL", "")
                        .contains("1")
                && surroundings.environment().getOrDefault("NO_COLOR", "").isEmpty();
        line.setColorScheme(
                CommandLine.Help.defaultColorScheme(colours ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        line.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler(CommandLines::explain);
        line.setParameterExceptionHandler(CommandLines::wrongUsage);
        return line;
    }

    /** All, or only the one that is asked for: each costs its share of the time that a command needs to come up. */
    private static Map<String, Class<?>> subcommands(String... arguments) {
        String asked = arguments.length == 0 ? "" : arguments[0];
        return COMMANDS.containsKey(asked) && !asked.equals("completion")
                ? Map.of(asked, COMMANDS.get(asked))
                : COMMANDS;
    }

    private static Map<String, Class<?>> commands() {
        Map<String, Class<?>> commands = new LinkedHashMap<>();
        commands.put("demo", DemoCommand.class);
        commands.put("init", InitCommand.class);
        commands.put("check", CheckCommand.class);
        commands.put("run", RunCommand.class);
        commands.put("up", UpCommand.class);
        commands.put("down", DownCommand.class);
        commands.put("list", ListCommand.class);
        commands.put("status", StatusCommand.class);
        commands.put("show", ShowCommand.class);
        commands.put("logs", LogsCommand.class);
        commands.put("pause", SteerCommand.Pause.class);
        commands.put("resume", SteerCommand.Resume.class);
        commands.put("approve", GateCommand.Approve.class);
        commands.put("reject", GateCommand.Reject.class);
        commands.put("retry", SteerCommand.Retry.class);
        commands.put("skip", SteerCommand.Skip.class);
        commands.put("abandon", SteerCommand.Abandon.class);
        commands.put("cancel", CancelCommand.class);
        commands.put("reset", ResetCommand.class);
        commands.put("replay", ReplayCommand.class);
        commands.put("test", TestCommand.class);
        commands.put("cost", CostCommand.class);
        commands.put("report", ReportCommand.class);
        commands.put("audit", AuditCommand.class);
        commands.put("ledger", LedgerCommand.class);
        commands.put("account", AccountCommand.class);
        commands.put("seat", SeatCommand.class);
        commands.put("budget", BudgetCommand.class);
        commands.put("usage", UsageCommand.class);
        commands.put("agent", AgentCommand.class);
        commands.put("toolchain", ToolchainCommand.class);
        commands.put("worker", WorkerCommand.class);
        commands.put("sandbox", SandboxCommand.class);
        commands.put("engine", EngineCommand.class);
        commands.put("bench", BenchCommand.class);
        commands.put("completion", CompletionCommand.class);
        commands.put("version", VersionCommand.class);
        commands.put("warm-up", WarmUpCommand.class);
        return commands;
    }

    private static int explain(Exception failure, CommandLine line, ParseResult parsed) throws Exception {
        PrintWriter err = line.getErr();
        if (failure instanceof CommandFailure known) {
            err.println(known.getMessage());
            return known.exitCode();
        }
        if (failure instanceof ConfigurationException wrong) {
            wrong.problems().forEach(err::println);
            return ExitCode.WRONG_USAGE;
        }
        if (failure instanceof ServerUnreachableException unreachable) {
            err.println(unreachable.getMessage());
            return ExitCode.SERVER_OUT_OF_REACH;
        }
        if (failure instanceof StatusRuntimeException call && outOfReach(call)) {
            err.println(
                    "The Temporal server went out of reach: " + call.getStatus().getDescription());
            return ExitCode.SERVER_OUT_OF_REACH;
        }
        if (failure instanceof CommandLine.ParameterException) {
            throw failure;
        }
        err.println("slipway " + line.getCommandName() + " failed unexpectedly: " + failure);
        if (parsed.originalArgs().contains("-v") || parsed.originalArgs().contains("--verbose")) {
            failure.printStackTrace(err);
        } else {
            err.println("This is a bug of Slipway's. With -v it shows where.");
        }
        return ExitCode.WORK_FAILED;
    }

    private static boolean outOfReach(StatusRuntimeException call) {
        Status.Code code = call.getStatus().getCode();
        return code == Status.Code.UNAVAILABLE || code == Status.Code.DEADLINE_EXCEEDED;
    }

    private static int wrongUsage(CommandLine.ParameterException failure, String[] arguments) {
        CommandLine line = failure.getCommandLine();
        PrintWriter err = line.getErr();
        err.println("slipway: " + failure.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(failure, err)) {
            err.println("'" + line.getCommandSpec().qualifiedName() + " --help' says more.");
        }
        return ExitCode.WRONG_USAGE;
    }

    /** Gives each command, and each mixin, the surroundings. */
    private record Factory(Surroundings surroundings) implements IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Surroundings.class) {
                    return type.cast(constructor.newInstance(surroundings));
                }
            }
            return CommandLine.defaultFactory().create(type);
        }
    }
}
