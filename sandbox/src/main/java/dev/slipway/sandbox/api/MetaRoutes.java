package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.http.Answer;
import dev.slipway.sandbox.http.Call;
import dev.slipway.sandbox.http.RateLimits;
import dev.slipway.sandbox.http.Route;
import dev.slipway.sandbox.world.Json;
import java.util.List;

/** What the API says of itself. */
final class MetaRoutes {
    /** The field's name without {@code _url}, and the path. */
    private static final List<String> ENTRIES = List.of(
            "current_user /user",
            "authorizations /authorizations",
            "code_search /search/code?q={query}{&page,per_page,sort,order}",
            "commit_search /search/commits?q={query}{&page,per_page,sort,order}",
            "emails /user/emails",
            "emojis /emojis",
            "events /events",
            "feeds /feeds",
            "followers /user/followers",
            "following /user/following{/target}",
            "gists /gists{/gist_id}",
            "hub /hub",
            "issue_search /search/issues?q={query}{&page,per_page,sort,order}",
            "issues /issues",
            "keys /user/keys",
            "label_search /search/labels?q={query}&repository_id={repository_id}{&page,per_page}",
            "notifications /notifications",
            "organization /orgs/{org}",
            "organization_repositories /orgs/{org}/repos{?type,page,per_page,sort}",
            "organization_teams /orgs/{org}/teams",
            "public_gists /gists/public",
            "rate_limit /rate_limit",
            "repository /repos/{owner}/{repo}",
            "repository_search /search/repositories?q={query}{&page,per_page,sort,order}",
            "current_user_repositories /user/repos{?type,page,per_page,sort}",
            "starred /user/starred{/owner}{/repo}",
            "starred_gists /gists/starred",
            "topic_search /search/topics?q={query}{&page,per_page}",
            "user /users/{user}",
            "user_organizations /user/orgs",
            "user_repositories /users/{user}/repos{?type,page,per_page,sort}",
            "user_search /search/users?q={query}{&page,per_page,sort,order}");

    private final RateLimits limits;
    private final Links links;

    MetaRoutes(RateLimits limits, Links links) {
        this.limits = limits;
        this.links = links;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/", this::root), Route.get("/meta", this::meta), Route.get("/rate_limit", this::rateLimit));
    }

    private Answer root(Call call) {
        ObjectNode json = Json.object();
        for (String entry : ENTRIES) {
            int space = entry.indexOf(' ');
            json.put(entry.substring(0, space) + "_url", links.api() + entry.substring(space + 1));
        }
        json.put(
                "current_user_authorizations_html_url",
                links.site() + "/settings/connections/applications{/client_id}");
        return Answer.ok(json);
    }

    private Answer meta(Call call) {
        ObjectNode json = Json.object().put("verifiable_password_authentication", false);
        for (String service : List.of("hooks", "web", "api", "git")) {
            json.putArray(service).add("127.0.0.1/32");
        }
        return Answer.ok(json);
    }

    private Answer rateLimit(Call call) {
        RateLimits.Standing standing = limits.standing(call.caller().bucket());
        ObjectNode json = Json.object();
        ObjectNode resources = json.putObject("resources");
        resources.set("core", standing(standing));
        resources.set("search", standing(new RateLimits.Standing(30, 0, standing.reset())));
        // Nothing of these is served, but clients expect to be told how they stand.
        resources.set("graphql", standing(new RateLimits.Standing(0, 0, standing.reset())));
        resources.set("integration_manifest", standing(new RateLimits.Standing(0, 0, standing.reset())));
        json.set("rate", standing(standing));
        return Answer.ok(json);
    }

    private static ObjectNode standing(RateLimits.Standing standing) {
        return Json.object()
                .put("limit", standing.limit())
                .put("used", standing.used())
                .put("remaining", standing.remaining())
                .put("reset", standing.reset());
    }
}
