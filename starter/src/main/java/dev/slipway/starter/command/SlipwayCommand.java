package dev.slipway.starter.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root of the command line. */
@Command(
        name = "slipway",
        description = "Turns a list of things to build into pull requests with AI coding agents.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        synopsisSubcommandLabel = "COMMAND",
        usageHelpAutoWidth = true,
        footer = {
            "",
            "NAME is a project's name, BATCH/NAME, or a workflow id.",
            "Exit codes: 0 done, 1 work failed or needs people, 2 wrong usage or configuration,",
            "3 server out of reach, 8 still running."
        })
public final class SlipwayCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Which command?");
    }
}
