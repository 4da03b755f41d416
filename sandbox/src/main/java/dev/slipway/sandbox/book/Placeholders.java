package dev.slipway.sandbox.book;

import java.util.Locale;

/** Fills a project's name and description into the book's files. */
final class Placeholders {
    private static final int SUMMARY_LENGTH = 100;

    private final String[][] values;

    Placeholders(String name, String description) {
        String words = words(name);
        String pascal = pascal(words);
        String snake = words.toLowerCase(Locale.ROOT).replace(' ', '_');
        String text = description.isEmpty() ? words.toLowerCase(Locale.ROOT) : description;
        values = new String[][] {
            {"@@name@@", name},
            {"@@kebab@@", snake.replace('_', '-')},
            {"@@snake@@", snake},
            {"@@flat@@", snake.replace("_", "")},
            {"@@Pascal@@", pascal},
            {"@@Title@@", title(words)},
            {"@@description@@", text},
            {"@@summary@@", summary(text)},
        };
    }

    String fill(String text) {
        if (text.indexOf("@@") < 0) {
            return text;
        }
        String filled = text;
        for (String[] value : values) {
            filled = filled.replace(value[0], value[1]);
        }
        return filled;
    }

    /** The name's words, a digit never first: {@code TokenVault} and {@code token-vault} are {@code token vault}. */
    private static String words(String name) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!Character.isLetterOrDigit(c)) {
                space(words);
            } else {
                if (Character.isUpperCase(c) && i > 0 && Character.isLowerCase(name.charAt(i - 1))) {
                    space(words);
                }
                words.append(c);
            }
        }
        String found = words.toString().strip();
        return found.isEmpty() || Character.isDigit(found.charAt(0))
                ? new StringBuilder("project ").append(found).toString().strip()
                : found;
    }

    private static void space(StringBuilder words) {
        if (words.length() > 0 && words.charAt(words.length() - 1) != ' ') {
            words.append(' ');
        }
    }

    private static String pascal(String words) {
        return title(words).replace(" ", "");
    }

    private static String title(String words) {
        StringBuilder title = new StringBuilder(words.length());
        boolean first = true;
        for (int i = 0; i < words.length(); i++) {
            char c = words.charAt(i);
            title.append(first ? Character.toUpperCase(c) : c);
            first = c == ' ';
        }
        return title.toString();
    }

    /** One short line that no language's comment or string can be broken out of with. */
    private static String summary(String text) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length() && line.length() < SUMMARY_LENGTH; i++) {
            char c = text.charAt(i);
            if (Character.isLetterOrDigit(c) || " ,.;:()-".indexOf(c) >= 0) {
                line.append(c);
            } else {
                space(line);
            }
        }
        String summary = line.toString().strip();
        if (line.length() >= SUMMARY_LENGTH && summary.lastIndexOf(' ') > 0) {
            summary = summary.substring(0, summary.lastIndexOf(' '));
        }
        while (!summary.isEmpty() && " ,.;:-(".indexOf(summary.charAt(summary.length() - 1)) >= 0) {
            summary = summary.substring(0, summary.length() - 1);
        }
        return summary.isEmpty() ? "a small project" : summary;
    }
}
