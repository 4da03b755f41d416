package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.forge.Forge;
import dev.slipway.sandbox.world.Account;
import dev.slipway.sandbox.world.Caller;
import dev.slipway.sandbox.world.CheckRun;
import dev.slipway.sandbox.world.Json;
import dev.slipway.sandbox.world.Repository;
import dev.slipway.sandbox.world.Seed;
import dev.slipway.sandbox.world.Status;
import java.util.List;

/** Commit statuses and check runs as JSON. */
final class CheckView {
    private static final String APP_SLUG = "slipway-sandbox";

    private final Forge forge;
    private final Links links;
    private final AccountView accounts;
    private final RepositoryView repositories;

    CheckView(Forge forge, Links links, AccountView accounts, RepositoryView repositories) {
        this.forge = forge;
        this.links = links;
        this.accounts = accounts;
        this.repositories = repositories;
    }

    ObjectNode status(Repository repository, Status status) {
        ObjectNode json = simple(repository, status);
        json.set("creator", accounts.simple(status.creator()));
        return json;
    }

    /** What counts for a commit: the newest status of each context. */
    ObjectNode combined(Repository repository, String sha, List<Status> newest, Caller reader) {
        String url = links.repo(repository) + "/commits/" + sha;
        ObjectNode json = Json.object()
                .put("state", state(newest))
                .put("sha", sha)
                .put("total_count", newest.size())
                .put("commit_url", url)
                .put("url", url + "/status");
        json.set("statuses", Json.array(newest.stream().map(status -> simple(repository, status))));
        json.set("repository", repositories.listed(repository, reader));
        return json;
    }

    ObjectNode checkRun(Repository repository, CheckRun run) {
        String url = links.repo(repository) + "/check-runs/" + run.id();
        CheckRun.Output output = run.output();
        ObjectNode json = Json.object()
                .put("id", run.id())
                .put("node_id", Links.nodeId("CR", run.id()))
                .put("head_sha", run.sha())
                .put("name", run.name())
                .put("url", url)
                .put("html_url", links.page(repository) + "/runs/" + run.id())
                .put("details_url", run.detailsUrl())
                .put("external_id", run.externalId())
                .put("status", run.status())
                .put("conclusion", run.conclusion())
                .put("started_at", Json.time(run.startedAt()))
                .put("completed_at", Json.time(run.completedAt()));
        json.putObject("output")
                .put("title", output.title())
                .put("summary", output.summary())
                .put("text", output.text())
                .put("annotations_count", 0)
                .put("annotations_url", url + "/annotations");
        json.putObject("check_suite").put("id", run.repository());
        json.set("app", app());
        json.putArray("pull_requests");
        return json;
    }

    private ObjectNode app() {
        Account bot = forge.world().account(Seed.APP_BOT).orElseThrow();
        ObjectNode json = Json.object()
                .put("id", bot.id())
                .put("slug", APP_SLUG)
                .put("node_id", Links.nodeId("A", bot.id()))
                .put("name", APP_SLUG)
                .put("description", "The App of the sandbox")
                .put("external_url", links.site())
                .put("html_url", links.site() + "/apps/" + APP_SLUG)
                .put("created_at", Json.time(bot.createdAt()))
                .put("updated_at", Json.time(bot.createdAt()));
        json.set("owner", accounts.simple(Seed.ORGANIZATION));
        json.putObject("permissions").put("checks", "write").put("contents", "write");
        json.putArray("events");
        return json;
    }

    private ObjectNode simple(Repository repository, Status status) {
        return Json.object()
                .put("url", links.repo(repository) + "/statuses/" + status.sha())
                .put(
                        "avatar_url",
                        accounts.simple(status.creator()).path("avatar_url").asText())
                .put("id", status.id())
                .put("node_id", Links.nodeId("SC", status.id()))
                .put("state", status.state())
                .put("description", status.description())
                .put("target_url", status.targetUrl())
                .put("context", status.context())
                .put("created_at", Json.time(status.createdAt()))
                .put("updated_at", Json.time(status.createdAt()));
    }

    private static String state(List<Status> newest) {
        if (newest.stream().map(Status::state).anyMatch(state -> state.equals("failure") || state.equals("error"))) {
            return "failure";
        }
        boolean green = !newest.isEmpty() && newest.stream().map(Status::state).allMatch("success"::equals);
        return green ? "success" : "pending";
    }
}
