package dev.slipway.starter.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code docs/cli.md} knows every command and every option that people are shown. */
class CommandPageTest {
    private static final Path DOCS = Path.of("..", "docs");
    /** What each of them can be asked. */
    private static final Set<String> ALWAYS = Set.of("--help", "--version");

    @TempDir
    private Path folder;

    private String table = "";
    private String everything = "";
    private String faults = "";
    private final Set<String> missing = new TreeSet<>();

    @Test
    void thePageNamesEachCommandAndEachOption() throws IOException {
        everything = Files.readString(DOCS.resolve("cli.md"));
        table = String.join(
                "\n", everything.lines().filter(line -> line.startsWith("| `")).toList());
        faults = Files.readString(DOCS.resolve("sandbox.md"));
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        CommandSpec root = CommandLines.commandLine(new Surroundings(nowhere, nowhere, Map.of(), folder))
                .getCommandSpec();

        look(root, List.of());

        assertThat(missing).isEmpty();
    }

    private void look(CommandSpec command, List<String> path) {
        String rows = rows(path);
        if (!path.isEmpty() && rows.isEmpty()) {
            missing.add("slipway " + String.join(" ", path));
        }
        command.options().stream()
                .filter(option -> !option.hidden())
                .map(OptionSpec::longestName)
                .filter(name -> !ALWAYS.contains(name) && !named(name, rows, path))
                .forEach(name -> missing.add("slipway " + String.join(" ", path) + " " + name));
        command.subcommands().forEach((name, subcommand) -> {
            CommandSpec spec = subcommand.getCommandSpec();
            if (!spec.usageMessage().hidden() && spec.name().equals(name)) {
                look(
                        spec,
                        java.util.stream.Stream.concat(path.stream(), java.util.stream.Stream.of(name))
                                .toList());
            }
        });
    }

    /** Rows of the table whose first cell has all words of the command. */
    private String rows(List<String> path) {
        return String.join(
                "\n",
                table.lines()
                        .filter(line -> path.stream().allMatch(word -> has(line.split("(?<!\\\\)\\|")[1], word)))
                        .toList());
    }

    /** In the command's row, among the options of several commands, or where faults are described. */
    private boolean named(String option, String rows, List<String> path) {
        String shared = everything.substring(everything.indexOf("## Options of several commands"));
        return has(rows, option)
                || has(shared.substring(0, shared.indexOf("\n## ", 3)), option)
                || (path.contains("faults") && has(faults, option));
    }

    private static boolean has(String text, String word) {
        return Pattern.compile("(?<![\\w-])" + Pattern.quote(word) + "(?![\\w-])")
                .matcher(text)
                .find();
    }
}
