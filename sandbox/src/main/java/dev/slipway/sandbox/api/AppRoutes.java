package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.app.GitHubApp;
import dev.slipway.sandbox.app.Installation;
import dev.slipway.sandbox.forge.Forge;
import dev.slipway.sandbox.forge.Refusal;
import dev.slipway.sandbox.http.Answer;
import dev.slipway.sandbox.http.Body;
import dev.slipway.sandbox.http.Call;
import dev.slipway.sandbox.http.Route;
import dev.slipway.sandbox.world.Account;
import dev.slipway.sandbox.world.Grant;
import dev.slipway.sandbox.world.Json;
import dev.slipway.sandbox.world.Repository;
import dev.slipway.sandbox.world.Token;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an App asks with its JWT: itself, where it is installed, tokens of its installations. */
final class AppRoutes {
    private static final String INSTALLATION = "/app/installations/{installation_id}";

    private final Forge forge;
    private final Views views;
    private final Links links;
    private final GitHubApp app;

    AppRoutes(Forge forge, Views views, Links links, GitHubApp app) {
        this.forge = forge;
        this.views = views;
        this.links = links;
        this.app = app;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/app", this::self).appOnly(),
                Route.get(INSTALLATION, this::installation).appOnly(),
                Route.post(INSTALLATION + "/access_tokens", this::token).appOnly(),
                Route.delete("/installation/token", this::revoke));
    }

    private Answer revoke(Call call) {
        if (!call.caller().app()) {
            throw Refusal.forbidden("Resource not accessible by personal access token");
        }
        app.revoke(call.caller().token());
        return Answer.noContent();
    }

    private Answer self(Call call) {
        ObjectNode json = Json.object()
                .put("id", GitHubApp.ID)
                .put("slug", GitHubApp.SLUG)
                .put("node_id", Links.nodeId("A", GitHubApp.ID))
                .put("client_id", "Iv23li" + GitHubApp.ID)
                .put("name", "Slipway of the sandbox")
                .putNull("description")
                .put("external_url", links.site())
                .put("html_url", links.site() + "/apps/" + GitHubApp.SLUG)
                .put("created_at", Json.time(app.bot().createdAt()))
                .put("updated_at", Json.time(app.bot().createdAt()))
                .put("installations_count", app.installations().size());
        json.set("owner", views.accounts.simple(Installation.FULL.account()));
        json.set("permissions", permissions(Installation.FULL.permissions()));
        json.putArray("events");
        return Answer.ok(json);
    }

    private Answer installation(Call call) {
        return Answer.ok(view(find(call)));
    }

    private Answer token(Call call) {
        Installation installation = find(call);
        if (installation.suspended()) {
            throw Refusal.forbidden("This installation has been suspended");
        }
        Body body = call.body();
        Map<String, String> permissions = wantedPermissions(installation, body);
        Set<Repository> repositories = wantedRepositories(installation, body);
        Token token = app.issue(
                installation,
                permissions,
                repositories == null
                        ? null
                        : repositories.stream().map(Repository::id).collect(Collectors.toSet()));
        Grant grant = token.grant();
        ObjectNode json = Json.object()
                .put("token", token.value())
                .put("expires_at", Json.time(grant.expiresAt()))
                .put("repository_selection", repositories == null ? "all" : "selected");
        json.set("permissions", permissions(grant.permissions()));
        if (repositories != null) {
            ArrayNode list = json.putArray("repositories");
            repositories.forEach(one -> list.add(views.repositories.full(one, call.caller())));
        }
        return Answer.of(201, json);
    }

    private static Map<String, String> wantedPermissions(Installation installation, Body body) {
        if (!body.has("permissions")) {
            return installation.permissions();
        }
        Map<String, String> wanted = new TreeMap<>();
        body.json()
                .path("permissions")
                .fields()
                .forEachRemaining(one -> wanted.put(one.getKey(), one.getValue().asText()));
        wanted.forEach((permission, level) -> {
            if (!Grant.covers(installation.permissions(), permission, level)) {
                throw Refusal.unprocessable("The permissions requested are not granted to this installation.");
            }
        });
        wanted.putIfAbsent("metadata", "read");
        return wanted;
    }

    private @Nullable Set<Repository> wantedRepositories(Installation installation, Body body) {
        if (!body.has("repositories") && !body.has("repository_ids")) {
            return null;
        }
        Set<Repository> wanted = new LinkedHashSet<>();
        for (JsonNode name : body.json().path("repositories")) {
            wanted.add(installed(forge.world().repository(installation.account(), name.asText()), installation));
        }
        for (JsonNode id : body.json().path("repository_ids")) {
            wanted.add(installed(forge.world().repositories().find(id.asLong()), installation));
        }
        return wanted;
    }

    private static Repository installed(Optional<Repository> found, Installation installation) {
        return found.filter(repository ->
                        !repository.deleted() && repository.owner().equals(installation.account()))
                .orElseThrow(() -> Refusal.unprocessable("There is at least one repository that does not exist or is"
                        + " not accessible to the parent installation."));
    }

    private Installation find(Call call) {
        return app.installation(call.number("installation_id")).orElseThrow(Refusal::notFound);
    }

    private ObjectNode view(Installation installation) {
        Account account = forge.world().account(installation.account()).orElseThrow();
        ObjectNode json = Json.object()
                .put("id", installation.id())
                .put("access_tokens_url", links.api() + "/app/installations/" + installation.id() + "/access_tokens")
                .put("repositories_url", links.api() + "/installation/repositories")
                .put("html_url", links.site() + "/settings/installations/" + installation.id())
                .put("app_id", GitHubApp.ID)
                .put("app_slug", GitHubApp.SLUG)
                .put("target_id", account.id())
                .put("target_type", account.kind().type())
                .put("repository_selection", "all")
                .putNull("single_file_name")
                .put("has_multiple_single_files", false)
                .put("suspended_at", installation.suspended() ? Json.time(installation.suspendedAt()) : null)
                .put("created_at", Json.time(account.createdAt()))
                .put("updated_at", Json.time(account.createdAt()));
        json.set(
                "suspended_by", installation.suspended() ? views.accounts.simple("factory-1") : NullNode.getInstance());
        json.set("account", views.accounts.simple(account));
        json.set("permissions", permissions(installation.permissions()));
        json.putArray("events");
        return json;
    }

    private static ObjectNode permissions(Map<String, String> permissions) {
        ObjectNode json = Json.object();
        new TreeMap<>(permissions).forEach(json::put);
        return json;
    }
}
