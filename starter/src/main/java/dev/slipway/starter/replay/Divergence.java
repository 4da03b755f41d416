package dev.slipway.starter.replay;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the code at hand decides otherwise than the history says.
 *
 * @param event number of the first event that does not fit; 0 where the replay did not say
 * @param eventType such as {@code EVENT_TYPE_ACTIVITY_TASK_SCHEDULED}; empty where it did not say
 * @param reason for people
 */
public record Divergence(long event, String eventType, String reason) {
    private static final Pattern HANDLED = Pattern.compile("handling event (\\d+) of type '?([A-Z_]+)'?");
    /** The exception comes as text, its stack trace after it. */
    private static final Pattern EXCEPTION =
            Pattern.compile("([A-Za-z]+(?:Exception|Error)): (.*?)\\n\\s+at ", Pattern.DOTALL);

    private static final Pattern MISMATCH = Pattern.compile("(Command .*?|No command .*?)(?: \\{[A-Z]\\w+=.*)?$");

    /** As the SDK's replay failed: which event it was stands in its message only. */
    static Divergence of(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        Matcher handled = HANDLED.matcher(message);
        boolean found = handled.find();
        return new Divergence(
                found ? Long.parseLong(handled.group(1)) : 0, found ? handled.group(2) : "", reason(message));
    }

    private static String reason(String message) {
        Matcher exception = EXCEPTION.matcher(message);
        String said = exception.find() ? exception.group(2) : message;
        String line =
                said.replaceAll("\\[TMPRL\\d+]", "").replaceAll("\\s+", " ").strip();
        Matcher mismatch = MISMATCH.matcher(line);
        return mismatch.find() ? mismatch.group(1) : line;
    }
}
