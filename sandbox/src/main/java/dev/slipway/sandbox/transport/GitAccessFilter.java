package dev.slipway.sandbox.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.sandbox.forge.Forge;
import dev.slipway.sandbox.http.Credentials;
import dev.slipway.sandbox.http.RequestFacts;
import dev.slipway.sandbox.http.RequestIds;
import dev.slipway.sandbox.world.Caller;
import dev.slipway.sandbox.world.Permission;
import dev.slipway.sandbox.world.Repository;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * Lets a fetch or push through to JGit when its sender may do it. Anybody else gets GitHub's answer: 401 without a
 * token that counts, 404 for what they may not see, 403 for what they may only read.
 */
final class GitAccessFilter extends HttpFilter {
    static final String REPOSITORY = GitAccessFilter.class.getName() + ".repository";

    private static final long serialVersionUID = 1L;

    private final transient Forge forge;
    private final transient Credentials credentials;

    private record Rejection(int status, String message) {}

    GitAccessFilter(Forge forge, Credentials credentials) {
        this.forge = forge;
        this.credentials = credentials;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<GitPath> asked = GitPath.of(request);
        if (asked.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        GitPath path = asked.get();
        RequestFacts facts = RequestFacts.of(request);
        facts.markGit();
        facts.repository(path.repository());
        response.setHeader("X-GitHub-Request-Id", RequestIds.next());
        Optional<Caller> caller = credentials.read(request);
        caller.ifPresent(facts::caller);
        Optional<Repository> repository = find(path.owner(), path.name());
        Optional<Rejection> rejection = rejection(caller, repository, path.pushing());
        if (rejection.isPresent()) {
            reject(response, rejection.get());
            return;
        }
        request.setAttribute(REPOSITORY, repository.orElseThrow());
        chain.doFilter(request, response);
    }

    private Optional<Rejection> rejection(Optional<Caller> caller, Optional<Repository> repository, boolean pushing) {
        if (caller.isEmpty()) {
            return reject(
                    401, "Invalid username or token. Password authentication is not supported for Git operations.");
        }
        Caller known = caller.get();
        boolean visible =
                repository.filter(found -> forge.access().sees(known, found)).isPresent();
        if (known.appItself()) {
            return reject(403, "Resource not accessible by integration");
        }
        if (credentials.suspended(known)) {
            return reject(403, "This installation has been suspended");
        }
        if (known.anonymous() && (pushing || !visible)) {
            return reject(401, "No anonymous write access.");
        }
        if (!visible) {
            return reject(404, "Repository not found.");
        }
        Repository found = repository.orElseThrow();
        if (pushing && !known.granted("contents", "write")) {
            return reject(403, "Write access to repository not granted.");
        }
        if (pushing && !forge.access().of(known, found).allows(Permission.WRITE)) {
            return reject(
                    403,
                    "Permission to " + found.fullName() + ".git denied to "
                            + known.login().orElse("anonymous") + ".");
        }
        if (pushing && found.features().archived()) {
            return reject(403, "This repository was archived so it is read-only.");
        }
        return Optional.empty();
    }

    private Optional<Repository> find(String owner, String name) {
        return forge.world().repository(owner, name).or(() -> forge.world().renamedFrom(owner, name));
    }

    private static Optional<Rejection> reject(int status, String message) {
        return Optional.of(new Rejection(status, message));
    }

    private static void reject(HttpServletResponse response, Rejection rejection) throws IOException {
        response.setStatus(rejection.status());
        if (rejection.status() == 401) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"GitHub\"");
        }
        response.setContentType("text/plain; charset=utf-8");
        response.getOutputStream().write(rejection.message().getBytes(UTF_8));
    }
}
