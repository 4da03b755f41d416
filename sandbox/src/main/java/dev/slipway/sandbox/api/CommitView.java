package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.forge.Forge;
import dev.slipway.sandbox.git.FileDiff;
import dev.slipway.sandbox.world.Account;
import dev.slipway.sandbox.world.Json;
import dev.slipway.sandbox.world.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/** Commits, diffs and refs as JSON. */
final class CommitView {
    private final Forge forge;
    private final Links links;
    private final AccountView accounts;

    CommitView(Forge forge, Links links, AccountView accounts) {
        this.forge = forge;
        this.links = links;
        this.accounts = accounts;
    }

    /** As lists show it. */
    ObjectNode listed(Repository repository, RevCommit commit) {
        String sha = commit.name();
        String url = links.repo(repository) + "/commits/" + sha;
        String page = links.page(repository) + "/commit/" + sha;
        ObjectNode json = Json.object()
                .put("sha", sha)
                .put("node_id", Links.nodeId("C", sha))
                .put("url", url)
                .put("html_url", page)
                .put("comments_url", url + "/comments");
        ObjectNode inner = json.putObject("commit")
                .put("url", links.repo(repository) + "/git/commits/" + sha)
                .put("message", commit.getFullMessage())
                .put("comment_count", 0);
        inner.set("author", person(commit.getAuthorIdent()));
        inner.set("committer", person(commit.getCommitterIdent()));
        inner.set("tree", tree(repository, commit));
        inner.set("verification", unverified());
        json.set("author", account(commit.getAuthorIdent()));
        json.set("committer", account(commit.getCommitterIdent()));
        json.set("parents", Json.array(Arrays.stream(commit.getParents()).map(parent -> parent(repository, parent))));
        return json;
    }

    /** With its files, as its own route shows it. */
    ObjectNode full(Repository repository, RevCommit commit) {
        List<FileDiff> diffs = diffs(
                repository,
                commit.getParentCount() == 0 ? null : forge.history(repository).existingCommit(commit.getParent(0)),
                commit);
        int additions = diffs.stream().mapToInt(FileDiff::additions).sum();
        int deletions = diffs.stream().mapToInt(FileDiff::deletions).sum();
        ObjectNode json = listed(repository, commit);
        json.putObject("stats")
                .put("total", additions + deletions)
                .put("additions", additions)
                .put("deletions", deletions);
        json.set("files", Json.array(diffs.stream().map(diff -> file(repository, commit, diff))));
        return json;
    }

    /** Without GitHub's accounts, as Git itself knows it. */
    ObjectNode raw(Repository repository, RevCommit commit) {
        String sha = commit.name();
        ObjectNode json = Json.object()
                .put("sha", sha)
                .put("node_id", Links.nodeId("C", sha))
                .put("url", links.repo(repository) + "/git/commits/" + sha)
                .put("html_url", links.page(repository) + "/commit/" + sha)
                .put("message", commit.getFullMessage());
        json.set("author", person(commit.getAuthorIdent()));
        json.set("committer", person(commit.getCommitterIdent()));
        json.set("tree", tree(repository, commit));
        json.set("parents", Json.array(Arrays.stream(commit.getParents()).map(parent -> parent(repository, parent))));
        json.set("verification", unverified());
        return json;
    }

    List<FileDiff> diffs(Repository repository, @Nullable RevCommit before, RevCommit after) {
        return FileDiff.between(forge.objects(repository), before, after);
    }

    ObjectNode file(Repository repository, RevCommit at, FileDiff diff) {
        String path = Links.encode(diff.path());
        ObjectNode json = Json.object()
                .put("sha", diff.blob())
                .put("filename", diff.path())
                .put("status", diff.status())
                .put("additions", diff.additions())
                .put("deletions", diff.deletions())
                .put("changes", diff.additions() + diff.deletions())
                .put("blob_url", links.page(repository) + "/blob/" + at.name() + "/" + path)
                .put("raw_url", links.page(repository) + "/raw/" + at.name() + "/" + path)
                .put("contents_url", links.repo(repository) + "/contents/" + path + "?ref=" + at.name());
        diff.patch().ifPresent(patch -> json.put("patch", patch));
        diff.formerPath().ifPresent(former -> json.put("previous_filename", former));
        return json;
    }

    ObjectNode ref(Repository repository, Ref ref) {
        String sha = ref.getObjectId().name();
        String type = type(repository, ref);
        ObjectNode json = Json.object()
                .put("ref", ref.getName())
                .put("node_id", Links.nodeId("REF", ref.getName()))
                .put("url", links.repo(repository) + "/git/" + Links.encode(ref.getName()));
        json.putObject("object")
                .put("sha", sha)
                .put("type", type)
                .put("url", links.repo(repository) + "/git/" + type + "s/" + sha);
        return json;
    }

    private String type(Repository repository, Ref ref) {
        try (RevWalk walk = new RevWalk(forge.objects(repository))) {
            return Constants.typeString(walk.parseAny(ref.getObjectId()).getType());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode person(PersonIdent person) {
        return Json.object()
                .put("name", person.getName())
                .put("email", person.getEmailAddress())
                .put("date", Json.time(person.getWhenAsInstant()));
    }

    /** The account behind an address, which is how GitHub finds it too. */
    private @Nullable ObjectNode account(PersonIdent person) {
        Optional<Account> account = forge.world()
                .accounts()
                .all()
                .filter(candidate -> candidate.noReplyAddress().equalsIgnoreCase(person.getEmailAddress()))
                .findFirst();
        return account.map(accounts::simple).orElse(null);
    }

    private ObjectNode tree(Repository repository, RevCommit commit) {
        String sha = commit.getTree().name();
        return Json.object().put("sha", sha).put("url", links.repo(repository) + "/git/trees/" + sha);
    }

    private ObjectNode parent(Repository repository, RevCommit parent) {
        return Json.object()
                .put("sha", parent.name())
                .put("url", links.repo(repository) + "/commits/" + parent.name())
                .put("html_url", links.page(repository) + "/commit/" + parent.name());
    }

    private static ObjectNode unverified() {
        return Json.object()
                .put("verified", false)
                .put("reason", "unsigned")
                .putNull("signature")
                .putNull("payload")
                .putNull("verified_at");
    }
}
