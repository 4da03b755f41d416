package dev.slipway.settings.installation;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a command line into its words as a shell would, by blanks, quotes and backslashes; no shell runs, so that
 * {@code $}, {@code *}, {@code ;} and the like are plain characters.
 */
final class CommandWords {
    private final String line;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean begun;
    private int at;

    private CommandWords(String line) {
        this.line = line;
    }

    /** @throws IllegalArgumentException if there is no word, or a quote is not closed */
    static List<String> split(String line) {
        CommandWords words = new CommandWords(line);
        words.split();
        if (words.words.isEmpty() || words.words.get(0).isEmpty()) {
            throw new IllegalArgumentException("no command");
        }
        return List.copyOf(words.words);
    }

    private void split() {
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (Character.isWhitespace(c)) {
                end();
            } else {
                begun = true;
                switch (c) {
                    case '\'' -> quoted('\'');
                    case '"' -> quoted('"');
                    case '\\' -> word.append(next());
                    default -> word.append(c);
                }
            }
        }
        end();
    }

    private void quoted(char quote) {
        for (char c = next(); c != quote; c = next()) {
            boolean escape = quote == '"' && c == '\\' && at < line.length() && "\"\\".indexOf(line.charAt(at)) >= 0;
            word.append(escape ? next() : c);
        }
    }

    private char next() {
        if (at >= line.length()) {
            throw new IllegalArgumentException("a quote or a backslash at the end");
        }
        return line.charAt(at++);
    }

    private void end() {
        if (begun) {
            words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
    }
}
