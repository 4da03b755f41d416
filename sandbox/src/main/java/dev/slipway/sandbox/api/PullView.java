package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.forge.Forge;
import dev.slipway.sandbox.git.FileDiff;
import dev.slipway.sandbox.world.Caller;
import dev.slipway.sandbox.world.Issue;
import dev.slipway.sandbox.world.Json;
import dev.slipway.sandbox.world.Pull;
import dev.slipway.sandbox.world.Repository;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/** Pull requests as JSON. */
final class PullView {
    private final Forge forge;
    private final Links links;
    private final AccountView accounts;
    private final RepositoryView repositories;
    private final IssueView issues;

    PullView(Forge forge, Links links, AccountView accounts, RepositoryView repositories, IssueView issues) {
        this.forge = forge;
        this.links = links;
        this.accounts = accounts;
        this.repositories = repositories;
        this.issues = issues;
    }

    /** As lists show it. */
    ObjectNode listed(Repository repository, Pull pull, Caller reader) {
        Issue issue = forge.pulls().issue(repository, pull);
        String url = links.repo(repository) + "/pulls/" + pull.number();
        String issueUrl = links.repo(repository) + "/issues/" + pull.number();
        String page = links.page(repository) + "/pull/" + pull.number();
        ObjectId head = forge.pulls().head(repository, pull);
        ObjectId base = forge.pulls().base(repository, pull);
        Optional<Pull.Merge> merge = Optional.ofNullable(pull.merge());
        ObjectNode json = Json.object()
                .put("url", url)
                .put("id", pull.id())
                .put("node_id", Links.nodeId("PR", pull.id()))
                .put("html_url", page)
                .put("diff_url", page + ".diff")
                .put("patch_url", page + ".patch")
                .put("issue_url", issueUrl)
                .put("number", pull.number())
                .put("state", issue.state())
                .put("created_at", Json.time(issue.createdAt()))
                .put("updated_at", Json.time(issue.updatedAt()))
                .put(
                        "closed_at",
                        issue.open() ? null : Json.time(issue.closing().at()))
                .put("merged_at", Json.time(merge.map(Pull.Merge::at).orElse(null)))
                .put("merge_commit_sha", merge.map(Pull.Merge::sha).orElse(null))
                .put("draft", pull.draft())
                .put("commits_url", url + "/commits")
                .put("review_comments_url", url + "/comments")
                .put("review_comment_url", links.repo(repository) + "/pulls/comments{/number}")
                .put("comments_url", issueUrl + "/comments")
                .put("statuses_url", links.repo(repository) + "/statuses/" + head.name())
                .put("author_association", forge.access().association(issue.author(), repository))
                .putNull("auto_merge");
        issues.common(json, repository, issue);
        json.putArray("requested_reviewers");
        json.putArray("requested_teams");
        json.set("head", side(repository, pull.head(), head, reader));
        json.set("base", side(repository, pull.base(), base, reader));
        ObjectNode own = json.putObject("_links");
        own.set("self", link(url));
        own.set("html", link(page));
        own.set("issue", link(issueUrl));
        own.set("comments", link(issueUrl + "/comments"));
        own.set("review_comments", link(url + "/comments"));
        own.set("review_comment", link(links.repo(repository) + "/pulls/comments{/number}"));
        own.set("commits", link(url + "/commits"));
        own.set("statuses", link(links.repo(repository) + "/statuses/" + head.name()));
        return json;
    }

    /** With what must be computed, as its own route shows it. */
    ObjectNode full(Repository repository, Pull pull, Caller reader) {
        Issue issue = forge.pulls().issue(repository, pull);
        List<RevCommit> commits = forge.pulls().commits(repository, pull);
        List<FileDiff> diffs = diffs(repository, pull);
        ObjectNode json = listed(repository, pull, reader)
                .put("merged", pull.merged())
                .put("comments", issues.comments(repository, pull.number()))
                .put("review_comments", 0)
                .put("maintainer_can_modify", false)
                .put("commits", commits.size())
                .put("additions", diffs.stream().mapToInt(FileDiff::additions).sum())
                .put("deletions", diffs.stream().mapToInt(FileDiff::deletions).sum())
                .put("changed_files", diffs.size());
        json.set(
                "merged_by",
                Optional.ofNullable(pull.merge())
                        .map(merge -> accounts.simple(merge.by()))
                        .orElse(null));
        if (issue.open()) {
            boolean mergeable = forge.pulls().mergeable(repository, pull);
            json.put("mergeable", mergeable).put("rebaseable", mergeable);
            json.put("mergeable_state", mergeableState(repository, pull, mergeable));
        } else {
            json.putNull("mergeable").putNull("rebaseable").put("mergeable_state", "unknown");
        }
        return json;
    }

    private String mergeableState(Repository repository, Pull pull, boolean mergeable) {
        if (pull.draft()) {
            return "draft";
        }
        if (!mergeable) {
            return "dirty";
        }
        return switch (forge.protections().standing(repository, pull)) {
            case MET -> "clean";
            case BLOCKED -> "blocked";
            case BEHIND -> "behind";
        };
    }

    /** What it changes against the point where its branch left the base. */
    List<FileDiff> diffs(Repository repository, Pull pull) {
        ObjectId head = forge.pulls().head(repository, pull);
        ObjectId base = forge.pulls().base(repository, pull);
        RevCommit left = forge.history(repository).mergeBase(base, head).orElse(null);
        return FileDiff.between(
                forge.objects(repository), left, forge.history(repository).existingCommit(head));
    }

    private ObjectNode side(Repository repository, String branch, ObjectId tip, Caller reader) {
        ObjectNode json = Json.object()
                .put("label", repository.owner() + ":" + branch)
                .put("ref", branch)
                .put("sha", tip.name());
        json.set("user", accounts.simple(repository.owner()));
        json.set("repo", repositories.listed(repository, reader));
        return json;
    }

    private static ObjectNode link(String url) {
        return Json.object().put("href", url);
    }
}
