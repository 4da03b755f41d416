package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.forge.Forge;
import dev.slipway.sandbox.world.Comment;
import dev.slipway.sandbox.world.Issue;
import dev.slipway.sandbox.world.Json;
import dev.slipway.sandbox.world.Label;
import dev.slipway.sandbox.world.Repository;
import java.util.List;
import java.util.Optional;

/** Issues, labels and comments as JSON. */
final class IssueView {
    private final Forge forge;
    private final Links links;
    private final AccountView accounts;

    IssueView(Forge forge, Links links, AccountView accounts) {
        this.forge = forge;
        this.links = links;
        this.accounts = accounts;
    }

    ObjectNode issue(Repository repository, Issue issue) {
        String url = links.repo(repository) + "/issues/" + issue.number();
        String page = links.page(repository) + (issue.pull() ? "/pull/" : "/issues/") + issue.number();
        ObjectNode json = Json.object()
                .put("id", issue.id())
                .put("node_id", Links.nodeId("I", issue.id()))
                .put("url", url)
                .put("repository_url", links.repo(repository))
                .put("labels_url", url + "/labels{/name}")
                .put("comments_url", url + "/comments")
                .put("events_url", url + "/events")
                .put("timeline_url", url + "/timeline")
                .put("html_url", page)
                .put("number", issue.number());
        Optional<Issue.Closing> closing = Optional.ofNullable(issue.closing());
        json.put("state", issue.state())
                .put("state_reason", closing.map(Issue.Closing::reason).orElse(issue.reopened() ? "reopened" : null))
                .put("comments", comments(repository, issue.number()))
                .put("author_association", forge.access().association(issue.author(), repository))
                .put("created_at", Json.time(issue.createdAt()))
                .put("updated_at", Json.time(issue.updatedAt()))
                .put("closed_at", Json.time(closing.map(Issue.Closing::at).orElse(null)));
        json.set("closed_by", closing.map(it -> accounts.simple(it.by())).orElse(null));
        common(json, repository, issue);
        if (issue.pull()) {
            json.putObject("pull_request")
                    .put("url", links.repo(repository) + "/pulls/" + issue.number())
                    .put("html_url", page)
                    .put("diff_url", page + ".diff")
                    .put("patch_url", page + ".patch");
        }
        return json;
    }

    /** The fields that an issue and a pull request share. */
    void common(ObjectNode json, Repository repository, Issue issue) {
        Issue.Content content = issue.content();
        json.put("title", content.title());
        json.put("body", content.body());
        json.set("user", accounts.simple(issue.author()));
        json.set("labels", labels(repository, content.labels()));
        ArrayNode assignees = Json.array(content.assignees().stream().map(accounts::simple));
        json.set("assignees", assignees);
        json.set("assignee", assignees.isEmpty() ? null : assignees.get(0).deepCopy());
        json.putNull("milestone");
        json.put("locked", false);
        json.putNull("active_lock_reason");
    }

    ArrayNode labels(Repository repository, List<Long> ids) {
        return Json.array(ids.stream()
                .flatMap(id -> forge.world().labels().find(id).stream())
                .map(label -> label(repository, label)));
    }

    ObjectNode label(Repository repository, Label label) {
        return Json.object()
                .put("id", label.id())
                .put("node_id", Links.nodeId("LA", label.id()))
                .put("url", links.repo(repository) + "/labels/" + Links.encode(label.name()))
                .put("name", label.name())
                .put("color", label.color())
                .put("default", label.preset())
                .put("description", label.description());
    }

    ObjectNode comment(Repository repository, Comment comment) {
        String issueUrl = links.repo(repository) + "/issues/" + comment.issue();
        ObjectNode json = Json.object()
                .put("id", comment.id())
                .put("node_id", Links.nodeId("IC", comment.id()))
                .put("url", links.repo(repository) + "/issues/comments/" + comment.id())
                .put(
                        "html_url",
                        links.page(repository) + "/issues/" + comment.issue() + "#issuecomment-" + comment.id())
                .put("issue_url", issueUrl)
                .put("created_at", Json.time(comment.createdAt()))
                .put("updated_at", Json.time(comment.updatedAt()))
                .put("author_association", forge.access().association(comment.author(), repository))
                .put("body", comment.body());
        json.set("user", accounts.simple(comment.author()));
        return json;
    }

    long comments(Repository repository, int number) {
        return forge.world().comments().within(repository.id()).stream()
                .filter(comment -> comment.issue() == number)
                .count();
    }
}
