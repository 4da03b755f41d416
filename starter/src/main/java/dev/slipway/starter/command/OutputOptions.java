package dev.slipway.starter.command;

import dev.slipway.starter.output.Console;
import picocli.CommandLine.Option;

/** {@code --json} and {@code -v}. */
final class OutputOptions {
    private final Surroundings surroundings;

    @Option(names = "--json", description = "Print JSON on standard output, and everything else on standard error.")
    private boolean json;

    @Option(
            names = {"-v", "--verbose"},
            description = "Say more.")
    private boolean verbose;

    OutputOptions(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    boolean json() {
        return json;
    }

    Console console() {
        Console console = Console.of(surroundings.out(), surroundings.err(), surroundings.environment())
                .verbose(verbose);
        return json ? console.forJson(surroundings.environment()) : console;
    }
}
