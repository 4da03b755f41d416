package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.forge.Forge;
import dev.slipway.sandbox.forge.Refusal;
import dev.slipway.sandbox.git.CommitMaker;
import dev.slipway.sandbox.git.RefChange;
import dev.slipway.sandbox.git.TreeEntry;
import dev.slipway.sandbox.http.Answer;
import dev.slipway.sandbox.http.Body;
import dev.slipway.sandbox.http.Call;
import dev.slipway.sandbox.http.Route;
import dev.slipway.sandbox.world.Json;
import dev.slipway.sandbox.world.Permission;
import dev.slipway.sandbox.world.Repository;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;

/** Files and folders: reading them, and commits that write or remove one. */
final class ContentRoutes {
    private static final String PATH = "/repos/{owner}/{repo}/contents/{path}";

    private final Forge forge;
    private final Views views;

    ContentRoutes(Forge forge, Views views) {
        this.forge = forge;
        this.views = views;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, call -> read(call, call.param("path"))),
                Route.get("/repos/{owner}/{repo}/contents", call -> read(call, ""))
                        .undocumented(),
                Route.put(PATH, this::write),
                Route.delete(PATH, this::delete),
                Route.get("/repos/{owner}/{repo}/readme", this::readme),
                Route.get("/repos/{owner}/{repo}/git/trees/{tree_sha}", this::tree),
                Route.get("/repos/{owner}/{repo}/git/blobs/{file_sha}", this::blob));
    }

    private Answer read(Call call, String path) {
        Repository repository = call.repository();
        String ref = call.query("ref", forge.git().defaultBranch(repository.id()));
        ObjectId tree = tree(repository, ref);
        TreeEntry entry = TreeEntry.at(forge.objects(repository), tree, path).orElseThrow(Refusal::notFound);
        if (!entry.folder()) {
            return Answer.ok(views.contents.file(repository, entry, ref));
        }
        return Answer.ok(Json.array(TreeEntry.list(forge.objects(repository), entry.id(), false).stream()
                .map(child -> new TreeEntry(
                        path.isEmpty() ? child.path() : path + "/" + child.path(), child.mode(), child.id()))
                .map(child -> views.contents.listed(repository, child, ref))));
    }

    private Answer readme(Call call) {
        Repository repository = call.repository();
        String ref = call.query("ref", forge.git().defaultBranch(repository.id()));
        return TreeEntry.list(forge.objects(repository), tree(repository, ref), false).stream()
                .filter(entry -> !entry.folder() && entry.name().matches("(?i)readme(\\.(md|txt|rst|adoc))?"))
                .findFirst()
                .map(entry -> Answer.ok(views.contents.file(repository, entry, ref)))
                .orElseThrow(Refusal::notFound);
    }

    private Answer write(Call call) {
        Repository repository = call.repository(Permission.WRITE);
        Body body = call.body();
        byte[] content = decoded(body.requiredText("content"));
        return commit(call, repository, body, content);
    }

    private Answer delete(Call call) {
        Repository repository = call.repository(Permission.WRITE);
        Body body = call.body();
        return commit(call, repository, body, null);
    }

    private Answer commit(Call call, Repository repository, Body body, byte @Nullable [] content) {
        String path = call.param("path");
        String message = body.requiredText("message");
        String branch = body.text("branch").orElseGet(() -> forge.git().defaultBranch(repository.id()));
        Optional<ObjectId> tip = forge.git().branchTip(repository.id(), branch);
        if (tip.isEmpty()
                && !forge.git().refs(repository.id(), Constants.R_HEADS).isEmpty()) {
            throw Refusal.of(404, "Branch " + branch + " not found");
        }
        Optional<TreeEntry> old = tip.flatMap(commit -> TreeEntry.at(
                forge.objects(repository),
                forge.history(repository).existingCommit(commit).getTree(),
                path));
        checkSha(body, path, old, content == null);
        ObjectId commit = make(call, repository, body, tip, content, message);
        forge.branches()
                .move(
                        repository,
                        new RefChange(Constants.R_HEADS + branch, tip.orElse(ObjectId.zeroId()), commit),
                        call.account().login());
        RevCommit made = forge.history(repository).existingCommit(commit);
        ObjectNode json = Json.object();
        json.set(
                "content",
                TreeEntry.at(forge.objects(repository), made.getTree(), path)
                        .map(entry -> views.contents.listed(repository, entry, branch))
                        .orElse(null));
        json.set("commit", views.commits.raw(repository, made));
        return Answer.of(old.isPresent() ? 200 : 201, json);
    }

    private ObjectId make(
            Call call,
            Repository repository,
            Body body,
            Optional<ObjectId> tip,
            byte @Nullable [] content,
            String message) {
        PersonIdent self = forge.signature(call.account());
        PersonIdent committer = person(body, "committer", self);
        var words = new CommitMaker.Words(person(body, "author", committer), committer, message);
        try {
            return CommitMaker.commitFile(
                    forge.objects(repository), tip.orElse(null), call.param("path"), content, words);
        } catch (IllegalArgumentException e) {
            throw Refusal.unprocessable("path contains a malformed path component");
        }
    }

    private static void checkSha(Body body, String path, Optional<TreeEntry> old, boolean deleting) {
        Optional<String> sha = body.text("sha");
        if (old.isEmpty()) {
            if (deleting) {
                throw Refusal.notFound();
            }
            return;
        }
        if (old.get().mode() == FileMode.TREE) {
            throw Refusal.unprocessable(path + " is a folder, not a file");
        }
        String current = old.get().id().name();
        if (sha.isEmpty()) {
            throw Refusal.unprocessable("Invalid request.\n\n\"sha\" wasn't supplied.");
        }
        if (!sha.get().equals(current)) {
            throw Refusal.conflict(path + " does not match " + sha.get());
        }
    }

    private Answer tree(Call call) {
        Repository repository = call.repository();
        ObjectId id = objectNamed(repository, call.param("tree_sha"));
        ObjectId tree = forge.history(repository)
                .commit(id)
                .<ObjectId>map(RevCommit::getTree)
                .orElse(id);
        boolean recursive = call.query("recursive").isPresent();
        ObjectNode json = Json.object()
                .put("sha", tree.name())
                .put("url", views.repositories.url(repository) + "/git/trees/" + tree.name());
        json.set(
                "tree",
                Json.array(TreeEntry.list(forge.objects(repository), tree, recursive).stream()
                        .map(entry -> views.contents.treeEntry(repository, entry))));
        return Answer.ok(json.put("truncated", false));
    }

    private Answer blob(Call call) {
        Repository repository = call.repository();
        ObjectId id = objectNamed(repository, call.param("file_sha"));
        return Answer.ok(views.contents.blob(repository, new TreeEntry("", FileMode.REGULAR_FILE, id)));
    }

    private ObjectId objectNamed(Repository repository, String name) {
        return forge.git().resolve(repository.id(), name).orElseThrow(Refusal::notFound);
    }

    private ObjectId tree(Repository repository, String ref) {
        ObjectId commit = forge.git()
                .resolve(repository.id(), ref)
                .orElseThrow(() ->
                        forge.git().refs(repository.id(), Constants.R_HEADS).isEmpty()
                                ? Refusal.of(404, "This repository is empty.")
                                : Refusal.of(404, "No commit found for the ref " + ref));
        return forge.history(repository)
                .commit(commit)
                .<ObjectId>map(RevCommit::getTree)
                .orElseThrow(Refusal::notFound);
    }

    private static PersonIdent person(Body body, String field, PersonIdent otherwise) {
        if (!body.has(field)) {
            return otherwise;
        }
        Body person = body.object(field);
        return new PersonIdent(
                person.requiredText("name"),
                person.requiredText("email"),
                otherwise.getWhenAsInstant(),
                otherwise.getZoneId());
    }

    private static byte[] decoded(String content) {
        try {
            return Base64.getMimeDecoder().decode(content);
        } catch (IllegalArgumentException e) {
            throw Refusal.unprocessable("content is not valid Base64");
        }
    }
}
