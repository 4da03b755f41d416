package dev.slipway.sandbox.fault;

import dev.slipway.sandbox.transport.GitPath;
import dev.slipway.sandbox.world.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request as faults see it.
 *
 * @param path below the mount of the REST API, else from the root; without the query
 * @param caller who sends it, as far as GitHub knows; anonymous for the model endpoint
 * @param git what it asks of which repository, when it is Git's
 */
record Sighting(
        Area area,
        String method,
        String path,
        Caller caller,
        @Nullable GitPath git) {
    private static final String MODEL = "/model";
    private static final String MESSAGES = MODEL + "/v1/messages";
    private static final String RESPONSES = MODEL + "/v1/responses";

    /** The request, unless it is none that faults happen to: a page, or the sandbox's own questions. */
    static Optional<Sighting> of(HttpServletRequest request, String mount, Caller caller) {
        String uri = request.getRequestURI();
        String method = request.getMethod();
        if (uri.startsWith(mount + "/")) {
            return Optional.of(new Sighting(Area.REST, method, uri.substring(mount.length()), caller, null));
        }
        if (uri.startsWith(MODEL + "/v1/")) {
            return Optional.of(new Sighting(Area.MODEL, method, uri, Caller.ANONYMOUS, null));
        }
        return GitPath.of(request).map(git -> new Sighting(Area.GIT, method, uri, caller, git));
    }

    boolean pushing() {
        return git != null && git.pushing();
    }

    boolean asksTheModel() {
        return method.equals("POST") && (path.equals(MESSAGES) || ofResponses());
    }

    /** Whether it is of OpenAI's Responses API. */
    boolean ofResponses() {
        return path.equals(RESPONSES);
    }

    /** Whether it only looks. */
    boolean reading() {
        return method.equals("GET") || method.equals("HEAD");
    }
}
