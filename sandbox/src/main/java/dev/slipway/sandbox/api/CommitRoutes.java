package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.forge.Forge;
import dev.slipway.sandbox.forge.Refusal;
import dev.slipway.sandbox.http.Answer;
import dev.slipway.sandbox.http.Call;
import dev.slipway.sandbox.http.Page;
import dev.slipway.sandbox.http.Route;
import dev.slipway.sandbox.world.Json;
import dev.slipway.sandbox.world.Protection;
import dev.slipway.sandbox.world.Repository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevCommit;

/** Branches and commits, to be read. */
final class CommitRoutes {
    private final Forge forge;
    private final Views views;
    private final Links links;

    CommitRoutes(Forge forge, Views views, Links links) {
        this.forge = forge;
        this.views = views;
        this.links = links;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/repos/{owner}/{repo}/branches", this::branches),
                Route.get("/repos/{owner}/{repo}/branches/{branch}", this::branch),
                Route.get("/repos/{owner}/{repo}/commits", this::list),
                Route.get("/repos/{owner}/{repo}/commits/{ref}", this::read),
                Route.get("/repos/{owner}/{repo}/git/commits/{commit_sha}", this::raw),
                Route.get("/repos/{owner}/{repo}/compare/{basehead}", this::compare));
    }

    private Answer branches(Call call) {
        Repository repository = call.repository();
        return Page.of(call, forge.git().refs(repository.id(), Constants.R_HEADS))
                .answer(ref -> branch(repository, ref));
    }

    private ObjectNode branch(Repository repository, Ref ref) {
        String sha = ref.getObjectId().name();
        ObjectNode json = Json.object().put("name", name(ref));
        json.putObject("commit").put("sha", sha).put("url", links.repo(repository) + "/commits/" + sha);
        return json.put(
                "protected", forge.protections().of(repository, name(ref)).isPresent());
    }

    private Answer branch(Call call) {
        Repository repository = call.repository();
        String name = call.param("branch");
        Ref ref = forge.git()
                .ref(repository.id(), Constants.R_HEADS + name)
                .orElseThrow(() -> Refusal.of(404, "Branch not found"));
        String url = links.repo(repository) + "/branches/" + Links.encode(name);
        ObjectNode json = Json.object().put("name", name);
        json.set(
                "commit",
                views.commits.full(repository, forge.history(repository).existingCommit(ref.getObjectId())));
        json.putObject("_links").put("self", url).put("html", links.page(repository) + "/tree/" + Links.encode(name));
        Optional<Protection> protection = forge.protections().of(repository, name);
        json.put("protected", protection.isPresent());
        List<String> required = protection.map(Protection::checks).orElse(List.of());
        ObjectNode checks = json.putObject("protection")
                .put("enabled", protection.isPresent())
                .putObject("required_status_checks")
                .put("enforcement_level", enforcement(protection));
        checks.set("contexts", Json.strings(required));
        ArrayNode each = checks.putArray("checks");
        required.forEach(check -> each.addObject().put("context", check).putNull("app_id"));
        return Answer.ok(json.put("protection_url", url + "/protection"));
    }

    private static String enforcement(Optional<Protection> protection) {
        return protection.isEmpty() ? "off" : protection.get().forAdmins() ? "everyone" : "non_admins";
    }

    private Answer list(Call call) {
        Repository repository = call.repository();
        if (forge.git().refs(repository.id(), Constants.R_HEADS).isEmpty()) {
            throw Refusal.conflict("Git Repository is empty.");
        }
        ObjectId tip = forge.git()
                .resolve(repository.id(), call.query("sha", forge.git().defaultBranch(repository.id())))
                .orElseThrow(Refusal::notFound);
        Instant since = call.instant("since").orElse(Instant.MIN);
        Instant until = call.instant("until").orElse(Instant.MAX);
        List<RevCommit> commits = forge.history(repository).log(tip, call.query("path")).stream()
                .filter(commit -> {
                    Instant at = commit.getCommitterIdent().getWhenAsInstant();
                    return !at.isBefore(since) && !at.isAfter(until);
                })
                .toList();
        return Page.of(call, commits).answer(commit -> views.commits.listed(repository, commit));
    }

    private Answer read(Call call) {
        Repository repository = call.repository();
        if (forge.git().refs(repository.id(), Constants.R_HEADS).isEmpty()) {
            throw Refusal.conflict("Git Repository is empty.");
        }
        ObjectId id = forge.resolve(repository, call.param("ref"));
        return Answer.ok(
                views.commits.full(repository, forge.history(repository).existingCommit(id)));
    }

    private Answer raw(Call call) {
        Repository repository = call.repository();
        String sha = call.param("commit_sha");
        return Optional.of(sha)
                .filter(ObjectId::isId)
                .map(ObjectId::fromString)
                .flatMap(forge.history(repository)::commit)
                .map(commit -> Answer.ok(views.commits.raw(repository, commit)))
                .orElseThrow(Refusal::notFound);
    }

    private Answer compare(Call call) {
        Repository repository = call.repository();
        String[] names = call.param("basehead").split("\\.{2,3}", 2);
        if (names.length < 2) {
            throw Refusal.notFound();
        }
        RevCommit base = named(repository, names[0]);
        RevCommit head = named(repository, names[1]);
        RevCommit left = forge.history(repository)
                .mergeBase(base, head)
                .orElseThrow(
                        () -> Refusal.of(404, "No common ancestor between " + names[0] + " and " + names[1] + "."));
        List<RevCommit> ahead = forge.history(repository).between(base, head);
        int behind = forge.history(repository).between(head, base).size();
        String status = ahead.isEmpty() ? (behind == 0 ? "identical" : "behind") : behind == 0 ? "ahead" : "diverged";
        String path = "/compare/" + Links.encode(call.param("basehead"));
        String page = links.page(repository) + path;
        ObjectNode json = Json.object()
                .put("url", links.repo(repository) + path)
                .put("html_url", page)
                .put("permalink_url", links.page(repository) + "/compare/" + base.name() + "..." + head.name())
                .put("diff_url", page + ".diff")
                .put("patch_url", page + ".patch")
                .put("status", status)
                .put("ahead_by", ahead.size())
                .put("behind_by", behind)
                .put("total_commits", ahead.size());
        json.set("base_commit", views.commits.listed(repository, base));
        json.set("merge_base_commit", views.commits.listed(repository, left));
        json.set("commits", Json.array(ahead.stream().map(commit -> views.commits.listed(repository, commit))));
        json.set(
                "files",
                Json.array(views.commits.diffs(repository, left, head).stream()
                        .map(diff -> views.commits.file(repository, head, diff))));
        return Answer.ok(json);
    }

    /** A branch, perhaps after {@code owner:}, or anything else that names a commit. */
    private RevCommit named(Repository repository, String name) {
        String prefix = repository.owner() + ":";
        String branch = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
        return forge.git()
                .resolve(repository.id(), branch)
                .flatMap(forge.history(repository)::commit)
                .orElseThrow(Refusal::notFound);
    }

    private static String name(Ref ref) {
        return org.eclipse.jgit.lib.Repository.shortenRefName(ref.getName());
    }
}
