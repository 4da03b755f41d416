package dev.slipway.sandbox.claude;

import dev.slipway.sandbox.book.NotInTheBookException;
import dev.slipway.sandbox.book.Pace;
import org.jspecify.annotations.Nullable;

/**
 * The options of Claude Code as Slipway gives them, and our own.
 *
 * @param resume the session to go on with; null to begin one
 * @param mostUsd {@code --max-budget-usd}; negative for none
 */
record ClaudeOptions(long millis, double usd, @Nullable String resume, double mostUsd) {
    static ClaudeOptions parse(String[] args) {
        long millis = 0;
        double usd = 0;
        String resume = null;
        double mostUsd = -1;
        for (int i = 0; i < args.length; i++) {
            String value = i + 1 < args.length ? args[i + 1] : "";
            switch (args[i]) {
                case "-p", "--verbose" -> {
                    // they have no value
                }
                case "--seconds" -> {
                    millis = Pace.millis(value);
                    i++;
                }
                case "--usd" -> {
                    usd = number(value);
                    i++;
                }
                case "--max-budget-usd" -> {
                    mostUsd = number(value);
                    i++;
                }
                case "--resume" -> {
                    resume = value;
                    i++;
                }
                case "--output-format", "--permission-mode", "--tools", "--allowedTools", "--model", "--max-turns" ->
                    i++;
                default -> throw unknown(args[i]);
            }
        }
        return new ClaudeOptions(millis, usd, resume, mostUsd);
    }

    /** Whether so many dollars are more than it may spend. */
    boolean allowsLessThan(double usd) {
        return mostUsd >= 0 && usd > mostUsd;
    }

    private static double number(String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw unknown(value);
        }
    }

    private static NotInTheBookException unknown(String word) {
        return new NotInTheBookException(new StringBuilder("the scripted Claude Code can't use '")
                .append(word)
                .append("'")
                .toString());
    }
}
