package dev.slipway.sandbox.book;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a prompt asks for, as far as the book must know: Slipway's prompts begin with the lines {@code Task:},
 * {@code Project:}, {@code Toolchain:} and {@code Description:}.
 *
 * @param description of the project; empty where the prompt has none
 * @param text all of the prompt: the failing output is looked up in it
 */
public record Prompt(String toolchain, String task, String project, String description, String text) {
    private static final Pattern TOOLCHAIN = line("Toolchain", "([a-z0-9][a-z0-9-]*)");
    private static final Pattern TASK = line("Task", "([a-z]+)");
    private static final Pattern PROJECT = line("Project", "([A-Za-z0-9][A-Za-z0-9._-]*)");
    private static final Pattern DESCRIPTION = line("Description", "(\\S.*?)");

    /**
     * Reads a prompt.
     *
     * @throws NotInTheBookException when it is none of Slipway's
     */
    public static Prompt parse(String text) {
        return new Prompt(
                find(TOOLCHAIN, "Toolchain", text),
                find(TASK, "Task", text),
                find(PROJECT, "Project", text),
                describe(text),
                text);
    }

    /** Whether a text carries the three lines. */
    public static boolean isOne(String text) {
        return TOOLCHAIN.matcher(text).find()
                && TASK.matcher(text).find()
                && PROJECT.matcher(text).find();
    }

    private static Pattern line(String word, String value) {
        return Pattern.compile(new StringBuilder("(?m)^")
                .append(word)
                .append(":[ \\t]*")
                .append(value)
                .append("[ \\t]*$")
                .toString());
    }

    private static String find(Pattern pattern, String word, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new NotInTheBookException(new StringBuilder("the prompt has no line '")
                    .append(word)
                    .append(": …': the scripted agent plays only Slipway's own prompts")
                    .toString());
        }
        return matcher.group(1);
    }

    private static String describe(String text) {
        Matcher matcher = DESCRIPTION.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }
}
