package dev.slipway.starter;

import dev.slipway.starter.command.CommandLines;
import dev.slipway.starter.command.Surroundings;

/** The command line's entry. */
public final class SlipwayMain {
    private SlipwayMain() {}

    public static void main(String[] args) {
        System.exit(CommandLines.run(Surroundings.ofProcess(), args));
    }
}
