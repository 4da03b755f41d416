package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.activities.ledger.Ledger;
import dev.slipway.activities.ledger.LedgerFile;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway ledger}. */
@Command(
        name = "ledger",
        description =
                "Writes the whole ledger to a file, or reads it from one: for a backup, or to move it to PostgreSQL.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class LedgerCommand {
    private final Surroundings surroundings;

    LedgerCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(
            name = "export",
            description = "Writes all rows to a file, one JSON object a line, as they are at one moment.",
            mixinStandardHelpOptions = true)
    int export(
            @Mixin OutputOptions output,
            @Mixin LedgerOptions ledger,
            @Option(names = "--force", description = "Replace a file that is there.") boolean force,
            @Parameters(paramLabel = "FILE") Path file) {
        Path target = surroundings.directory().resolve(file);
        if (Files.exists(target) && !force) {
            throw CommandFailure.wrongUsage(file + " is there already. Name another file, or say --force.");
        }
        Console console = output.console();
        ledger.read(
                console, open -> tell(console, open, "wrote", "to", file, () -> new LedgerFile(open).exportTo(target)));
        return ExitCode.DONE;
    }

    @Command(
            name = "import",
            description =
                    "Reads all rows from such a file: all of them, or none. What is there already becomes the file's.",
            mixinStandardHelpOptions = true)
    int load(@Mixin OutputOptions output, @Mixin LedgerOptions ledger, @Parameters(paramLabel = "FILE") Path file) {
        Path source = surroundings.directory().resolve(file);
        if (!Files.isReadable(source) || Files.isDirectory(source)) {
            throw CommandFailure.wrongUsage(file + " is no file that can be read.");
        }
        Console console = output.console();
        ledger.write(
                console,
                open -> tell(console, open, "read", "from", file, () -> new LedgerFile(open).importFrom(source)));
        return ExitCode.DONE;
    }

    private interface Copying {
        long rows() throws IOException;
    }

    private static long tell(Console console, Ledger ledger, String did, String way, Path file, Copying copying) {
        try {
            long rows = copying.rows();
            if (console.json()) {
                console.answer(JsonNodeFactory.instance
                        .objectNode()
                        .put("rows", rows)
                        .put("file", file.toString())
                        .put("ledger", ledger.where()));
            } else {
                console.say(did + " " + rows + " rows " + way + " " + file);
            }
            return rows;
        } catch (NoSuchFileException e) {
            throw CommandFailure.failed("There is no folder " + e.getFile() + ".", e);
        } catch (IOException e) {
            throw CommandFailure.failed(e.getMessage(), e);
        }
    }
}
