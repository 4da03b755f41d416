package dev.slipway.starter.command;

import dev.slipway.settings.init.InitTemplate;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway init}. */
@Command(
        name = "init",
        description = {
            "Writes a commented slipway.yaml to start from, and, where there is none,",
            "the installation's config.yaml."
        },
        mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private OutputOptions output;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Where to write; slipway.yaml if not given.")
    private Path file = Path.of(InitTemplate.WORK.fileName());

    InitCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Console console = output.console();
        Path work = surroundings.directory().resolve(file);
        if (!write(work, InitTemplate.WORK)) {
            throw CommandFailure.wrongUsage(file
                    + " is there already; nothing was written. Remove it, or choose another" + " name with -f FILE.");
        }
        console.say("Wrote " + file + ": two projects and every key that there is.");
        Path configuration = surroundings.home().configFile();
        if (write(configuration, InitTemplate.INSTALLATION)) {
            console.say("Wrote " + configuration + ": accounts and agents go there.");
        }
        console.say("Next: slipway run --sandbox (a dry run), then slipway check, then slipway run");
        return ExitCode.DONE;
    }

    private static boolean write(Path target, InitTemplate template) {
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            Files.writeString(target, template.text(), StandardOpenOption.CREATE_NEW);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw CommandFailure.failed("can't write " + target + ": " + e.getMessage(), e);
        }
    }
}
