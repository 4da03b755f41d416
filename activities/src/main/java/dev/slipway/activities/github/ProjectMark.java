package dev.slipway.activities.github;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The mark by which a project finds its own repository again: {@code (slipway: <workflow id>)}, last in the description. */
final class ProjectMark {
    /** What GitHub takes as a description, in characters. */
    private static final int LONGEST = 350;

    private static final Pattern MARK = Pattern.compile("\\(slipway: ([^()\\s]+)\\)\\s*$");

    private ProjectMark() {}

    /** The description with the mark at its end, on one line and no longer than GitHub takes. */
    static String on(String description, String marker) {
        String mark = "(slipway: " + marker + ")";
        String line = description.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        int room = LONGEST - mark.length() - 1;
        if (line.length() > room) {
            int end = Math.max(0, room - 1);
            if (end > 0 && Character.isHighSurrogate(line.charAt(end - 1))) {
                end--;
            }
            line = line.substring(0, end).stripTrailing() + "…";
        }
        return line.isEmpty() ? mark : line + " " + mark;
    }

    /** Whether a description carries that project's mark. */
    static boolean isOn(@Nullable String description, String marker) {
        return in(description).filter(marker::equals).isPresent();
    }

    private static Optional<String> in(@Nullable String description) {
        Matcher matcher = MARK.matcher(description == null ? "" : description);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
