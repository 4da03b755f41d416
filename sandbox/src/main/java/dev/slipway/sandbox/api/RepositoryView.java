package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.forge.Forge;
import dev.slipway.sandbox.world.Account;
import dev.slipway.sandbox.world.Caller;
import dev.slipway.sandbox.world.Issue;
import dev.slipway.sandbox.world.Json;
import dev.slipway.sandbox.world.Permission;
import dev.slipway.sandbox.world.Repository;
import java.util.List;

/** Repositories as JSON. */
final class RepositoryView {
    /** Addresses below the repository's own: the field's name without {@code _url}, and the path. */
    private static final List<String> PATHS = List.of(
            "archive {archive_format}{/ref}",
            "assignees assignees{/user}",
            "blobs git/blobs{/sha}",
            "branches branches{/branch}",
            "collaborators collaborators{/collaborator}",
            "comments comments{/number}",
            "commits commits{/sha}",
            "compare compare/{base}...{head}",
            "contents contents/{+path}",
            "contributors contributors",
            "deployments deployments",
            "downloads downloads",
            "events events",
            "forks forks",
            "git_commits git/commits{/sha}",
            "git_refs git/refs{/sha}",
            "git_tags git/tags{/sha}",
            "hooks hooks",
            "issue_comment issues/comments{/number}",
            "issue_events issues/events{/number}",
            "issues issues{/number}",
            "keys keys{/key_id}",
            "labels labels{/name}",
            "languages languages",
            "merges merges",
            "milestones milestones{/number}",
            "notifications notifications{?since,all,participating}",
            "pulls pulls{/number}",
            "releases releases{/id}",
            "stargazers stargazers",
            "statuses statuses/{sha}",
            "subscribers subscribers",
            "subscription subscription",
            "tags tags",
            "teams teams",
            "trees git/trees{/sha}");

    private final Forge forge;
    private final Links links;
    private final AccountView accounts;

    RepositoryView(Forge forge, Links links, AccountView accounts) {
        this.forge = forge;
        this.links = links;
        this.accounts = accounts;
    }

    String url(Repository repository) {
        return links.repo(repository);
    }

    /** As lists show it. */
    ObjectNode listed(Repository repository, Caller reader) {
        Repository.Profile profile = repository.profile();
        Repository.Features features = repository.features();
        long open = forge.world().issues().within(repository.id()).stream()
                .filter(Issue::open)
                .count();
        ObjectNode json = named(repository)
                .put("homepage", profile.homepage())
                .put("size", 0)
                .put("stargazers_count", 0)
                .put("watchers_count", 0)
                .putNull("language")
                .put("has_issues", features.issues())
                .put("has_projects", features.projects())
                .put("has_downloads", true)
                .put("has_wiki", features.wiki())
                .put("has_pages", false)
                .put("has_discussions", false)
                .put("forks_count", 0)
                .putNull("mirror_url")
                .put("archived", features.archived())
                .put("disabled", false)
                .put("open_issues_count", open)
                .putNull("license")
                .put("allow_forking", true)
                .put("is_template", features.template())
                .put("web_commit_signoff_required", false)
                .put("visibility", profile.isPrivate() ? "private" : "public")
                .put("forks", 0)
                .put("open_issues", open)
                .put("watchers", 0)
                .put("default_branch", forge.git().defaultBranch(repository.id()));
        json.set("topics", Json.strings(profile.topics()));
        addresses(json, repository);
        times(json, repository.times());
        if (!reader.anonymous()) {
            permissions(json, forge.access().of(reader, repository));
        }
        return json;
    }

    /** As its own route shows it. */
    ObjectNode full(Repository repository, Caller reader) {
        ObjectNode json = listed(repository, reader).put("network_count", 0).put("subscribers_count", 0);
        json.putNull("temp_clone_token");
        forge.world()
                .account(repository.owner())
                .filter(Account::isOrganization)
                .ifPresent(owner -> json.set("organization", accounts.simple(owner)));
        if (forge.access().of(reader, repository).allows(Permission.WRITE)) {
            Repository.MergeRules rules = repository.mergeRules();
            json.put("allow_merge_commit", rules.mergeCommit())
                    .put("allow_squash_merge", rules.squash())
                    .put("allow_rebase_merge", rules.rebase())
                    .put("allow_auto_merge", rules.autoMerge())
                    .put("delete_branch_on_merge", rules.deleteBranchOnMerge())
                    .put("allow_update_branch", false)
                    .put("use_squash_pr_title_as_default", false)
                    .put("squash_merge_commit_message", "COMMIT_MESSAGES")
                    .put("squash_merge_commit_title", "COMMIT_OR_PR_TITLE")
                    .put("merge_commit_message", "PR_TITLE")
                    .put("merge_commit_title", "MERGE_MESSAGE");
        }
        return json;
    }

    private ObjectNode named(Repository repository) {
        ObjectNode json = Json.object()
                .put("id", repository.id())
                .put("node_id", Links.nodeId("R", repository.id()))
                .put("name", repository.name())
                .put("full_name", repository.fullName())
                .put("private", repository.profile().isPrivate())
                .put("html_url", links.page(repository))
                .put("description", repository.profile().description())
                .put("fork", false)
                .put("url", links.repo(repository));
        json.set("owner", accounts.simple(repository.owner()));
        return json;
    }

    private void addresses(ObjectNode json, Repository repository) {
        String url = links.repo(repository);
        for (String path : PATHS) {
            int space = path.indexOf(' ');
            json.put(path.substring(0, space) + "_url", url + "/" + path.substring(space + 1));
        }
        json.put("git_url", "git://" + links.host() + "/" + repository.fullName() + ".git");
        json.put("ssh_url", "git@" + links.host() + ":" + repository.fullName() + ".git");
        json.put("clone_url", links.page(repository) + ".git");
        json.put("svn_url", links.page(repository));
    }

    private static void times(ObjectNode json, Repository.Times times) {
        json.put("created_at", Json.time(times.createdAt()));
        json.put("updated_at", Json.time(times.updatedAt()));
        json.put("pushed_at", Json.time(times.pushedAt()));
    }

    static void permissions(ObjectNode json, Permission permission) {
        ObjectNode permissions = json.putObject("permissions");
        for (Permission level :
                List.of(Permission.ADMIN, Permission.MAINTAIN, Permission.WRITE, Permission.TRIAGE, Permission.READ)) {
            permissions.put(level.grant(), permission.allows(level));
        }
    }
}
