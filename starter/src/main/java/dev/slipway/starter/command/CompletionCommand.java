package dev.slipway.starter.command;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code slipway completion}. */
@Command(
        name = "completion",
        description = "Prints a completion script: source <(slipway completion bash)",
        mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "SHELL",
            defaultValue = "BASH",
            description = "${COMPLETION-CANDIDATES}; bash if not given.")
    private Shell shell;

    CompletionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Shells that we can complete for. */
    enum Shell {
        BASH,
        ZSH,
        FISH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        surroundings.out().print(shell == Shell.FISH ? fish(root) : AutoComplete.bash("slipway", root));
        surroundings.out().flush();
        return 0;
    }

    private static String fish(CommandLine root) {
        StringBuilder script = new StringBuilder("complete -c slipway -f\n");
        commands(root, "__fish_use_subcommand", script);
        return script.toString();
    }

    private static void commands(CommandLine parent, String condition, StringBuilder script) {
        for (Map.Entry<String, CommandLine> entry : parent.getSubcommands().entrySet()) {
            CommandSpec command = entry.getValue().getCommandSpec();
            if (command.usageMessage().hidden()) {
                continue;
            }
            script.append("complete -c slipway -n '%s' -a %s -d '%s'%n"
                    .formatted(
                            condition,
                            entry.getKey(),
                            first(command.usageMessage().description())));
            String within = "__fish_seen_subcommand_from " + entry.getKey();
            for (OptionSpec option : command.options()) {
                script.append("complete -c slipway -n '%s' -l %s -d '%s'%n"
                        .formatted(within, option.longestName().replaceFirst("^-+", ""), first(option.description())));
            }
            commands(entry.getValue(), within, script);
        }
    }

    private static String first(String... description) {
        return List.of(description).stream().findFirst().orElse("").replace("'", "\\'");
    }
}
