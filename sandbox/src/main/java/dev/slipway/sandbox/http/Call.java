package dev.slipway.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.sandbox.forge.Forge;
import dev.slipway.sandbox.forge.Refusal;
import dev.slipway.sandbox.world.Access;
import dev.slipway.sandbox.world.Account;
import dev.slipway.sandbox.world.Caller;
import dev.slipway.sandbox.world.Json;
import dev.slipway.sandbox.world.Permission;
import dev.slipway.sandbox.world.Repository;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/** A request on its way to a handler: who asks, for what, with which words. */
public final class Call {
    private static final String READ_ONLY = "Repository was archived so is read-only.";

    private final HttpServletRequest request;
    private final Forge forge;
    private final Map<String, String> parameters;
    private final String apiUrl;
    private final String path;

    Call(HttpServletRequest request, Forge forge, Map<String, String> parameters, String apiUrl, String path) {
        this.request = request;
        this.forge = forge;
        this.parameters = parameters;
        this.apiUrl = apiUrl;
        this.path = path;
    }

    public Caller caller() {
        return RequestFacts.of(request).caller();
    }

    /** The user or bot that asks; only for routes that are closed to others. */
    public Account account() {
        return caller().known();
    }

    /** A value from the path. */
    public String param(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no parameter " + name);
        }
        return value;
    }

    /** A number from the path; what is no number is not found. */
    public long number(String name) {
        try {
            return Long.parseLong(param(name));
        } catch (NumberFormatException e) {
            throw Refusal.notFound();
        }
    }

    public Optional<String> query(String name) {
        return Optional.ofNullable(request.getParameter(name)).filter(value -> !value.isEmpty());
    }

    public String query(String name, String otherwise) {
        return query(name).orElse(otherwise);
    }

    /** A time from the query. */
    public Optional<Instant> instant(String name) {
        try {
            return query(name).map(Instant::parse);
        } catch (DateTimeParseException e) {
            throw Refusal.unprocessable(name + " is no ISO 8601 time such as 2026-01-31T12:00:00Z");
        }
    }

    /** The address that was asked, without its query. */
    String url() {
        return apiUrl + path;
    }

    String rawQuery() {
        String query = request.getQueryString();
        return query == null ? "" : query;
    }

    /** The JSON object that came along; an empty body counts as an empty object. */
    public Body body() {
        try {
            byte[] bytes = request.getInputStream().readAllBytes();
            JsonNode json = bytes.length == 0 ? Json.object() : Json.MAPPER.readTree(bytes);
            if (!json.isObject()) {
                throw Refusal.of(400, "Body should be a JSON object");
            }
            return new Body(json);
        } catch (IOException e) {
            throw Refusal.of(400, "Problems parsing JSON");
        }
    }

    /** The repository in the path, if the caller may see it. */
    public Repository repository() {
        String owner = param("owner");
        String name = param("repo");
        Access access = forge.access();
        Optional<Repository> found =
                forge.world().repository(owner, name).filter(repository -> access.sees(caller(), repository));
        if (found.isPresent()) {
            about(found.get());
            return found.get();
        }
        throw forge.world()
                .renamedFrom(owner, name)
                .filter(repository -> access.sees(caller(), repository))
                .map(this::moved)
                .orElseGet(Refusal::notFound);
    }

    /** The repository in the path, if the caller may do this much in it and it is not archived. */
    public Repository repository(Permission needed) {
        Repository repository = repositoryAlsoArchived(needed);
        if (repository.features().archived()) {
            throw Refusal.forbidden(READ_ONLY);
        }
        return repository;
    }

    /** The repository in the path, archived or not, if the caller may do this much in it. */
    public Repository repositoryAlsoArchived(Permission needed) {
        Repository repository = repository();
        if (!forge.access().of(caller(), repository).allows(needed)) {
            throw Refusal.forbidden(
                    caller().app()
                            ? "Resource not accessible by integration"
                            : "Must have " + (needed == Permission.ADMIN ? "admin rights" : needed.grant() + " access")
                                    + " to Repository.");
        }
        return repository;
    }

    /** Notes for the request log which repository this is about. */
    public void about(Repository repository) {
        RequestFacts.of(request).repository(repository.fullName());
    }

    private Refusal moved(Repository repository) {
        String old = "/repos/" + param("owner") + "/" + param("repo");
        String query = rawQuery().isEmpty() ? "" : "?" + rawQuery();
        boolean reading = request.getMethod().equals("GET");
        return Refusal.moved(
                reading ? 301 : 307,
                apiUrl + "/repositories/" + repository.id() + path.substring(old.length()) + query);
    }
}
