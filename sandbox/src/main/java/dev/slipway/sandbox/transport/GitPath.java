package dev.slipway.sandbox.transport;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request of Git's is about.
 *
 * @param pushing whether it is part of a push, else of a fetch
 */
public record GitPath(String owner, String name, boolean pushing) {
    private static final String PUSH = "git-receive-pack";
    private static final Pattern PATH =
            Pattern.compile("/([^/]+)/([^/]+?)(?:\\.git)?/(info/refs|git-upload-pack|git-receive-pack)");

    /** Reads a request; empty when it is none of Git's. */
    public static Optional<GitPath> of(HttpServletRequest request) {
        Matcher path = PATH.matcher(request.getRequestURI());
        return path.matches()
                ? Optional.of(new GitPath(
                        path.group(1),
                        path.group(2),
                        path.group(3).equals(PUSH) || PUSH.equals(request.getParameter("service"))))
                : Optional.empty();
    }

    /** The repository's full name. */
    public String repository() {
        return owner + "/" + name;
    }
}
