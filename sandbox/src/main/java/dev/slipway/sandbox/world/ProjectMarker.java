package dev.slipway.sandbox.world;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the sandbox recognises whose work it sees: a repository's description ends with {@code (slipway: <workflow id>)},
 * a pull request's body has a line {@code Slipway run: <runKey>}, or its branch is {@code slipway/<runKey>}.
 */
public final class ProjectMarker {
    private static final Pattern DESCRIPTION = Pattern.compile("\\(slipway: ([^\\s()]+)\\)\\s*$");
    private static final Pattern BODY = Pattern.compile("(?m)^[^\\w\\n]*Slipway run:[^\\w\\n]*([\\w./-]*\\w)");
    private static final String BRANCH = "slipway/";

    private ProjectMarker() {}

    /** The project named at the end of a repository's description. */
    public static Optional<String> of(@Nullable String description) {
        if (description == null) {
            return Optional.empty();
        }
        Matcher matcher = DESCRIPTION.matcher(description);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** The run that a pull request belongs to: its body's word counts before its branch's. */
    public static Optional<String> runKey(@Nullable String body, String headBranch) {
        Matcher matcher = BODY.matcher(body == null ? "" : body);
        if (matcher.find()) {
            return Optional.of(matcher.group(1));
        }
        return headBranch.startsWith(BRANCH) ? Optional.of(headBranch.substring(BRANCH.length())) : Optional.empty();
    }
}
