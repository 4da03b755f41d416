package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.world.Account;
import dev.slipway.sandbox.world.Json;
import dev.slipway.sandbox.world.Membership;
import dev.slipway.sandbox.world.Repository;
import dev.slipway.sandbox.world.World;
import java.util.List;

/** Users and organisations as JSON. */
final class AccountView {
    private static final List<String> COUNTS =
            List.of("public_gists", "followers", "following", "collaborators", "disk_usage", "private_gists");

    private final World world;
    private final Links links;

    AccountView(World world, Links links) {
        this.world = world;
        this.links = links;
    }

    /** The few fields of accounts inside other answers; an account that is gone shows as GitHub's ghost. */
    ObjectNode simple(String login) {
        return world.account(login).map(this::simple).orElseGet(this::ghost);
    }

    ObjectNode simple(Account account) {
        return simple(account.id(), account.login(), account.kind().type());
    }

    /** What everybody may read about a user. */
    ObjectNode publicly(Account account) {
        ObjectNode json = simple(account).put("name", account.name());
        for (String absent : List.of("company", "blog", "location", "email", "hireable", "bio", "twitter_username")) {
            json.putNull(absent);
        }
        json.put("public_repos", repositories(account, false));
        json.put("public_gists", 0).put("followers", 0).put("following", 0);
        json.put("created_at", Json.time(account.createdAt()));
        return json.put("updated_at", Json.time(account.createdAt()));
    }

    /** What users read about themselves. */
    ObjectNode privately(Account account) {
        ObjectNode json = publicly(account);
        COUNTS.forEach(count -> json.put(count, 0));
        json.put("total_private_repos", repositories(account, true));
        json.put("owned_private_repos", repositories(account, true));
        json.put("two_factor_authentication", true);
        json.putObject("plan")
                .put("name", "free")
                .put("space", 976562499)
                .put("private_repos", 10000)
                .put("collaborators", 0);
        return json;
    }

    ObjectNode organization(Account account) {
        String url = links.api() + "/orgs/" + account.login();
        ObjectNode json = Json.object()
                .put("login", account.login())
                .put("id", account.id())
                .put("node_id", Links.nodeId("O", account.id()))
                .put("url", url);
        for (String part : List.of("repos", "events", "hooks", "issues")) {
            json.put(part + "_url", url + "/" + part);
        }
        json.put("members_url", url + "/members{/member}");
        json.put("public_members_url", url + "/public_members{/member}");
        json.put("avatar_url", avatar(account.id()));
        return json.put("description", "An organisation of the sandbox");
    }

    /** @param member whether the reader belongs to it and so sees its settings */
    ObjectNode fullOrganization(Account account, boolean member) {
        ObjectNode json = organization(account)
                .put("name", account.name())
                .put("html_url", links.site() + "/" + account.login())
                .put("is_verified", false)
                .put("has_organization_projects", true)
                .put("has_repository_projects", true)
                .put("public_repos", repositories(account, false))
                .put("public_gists", 0)
                .put("followers", 0)
                .put("following", 0)
                .put("type", "Organization")
                .put("created_at", Json.time(account.createdAt()))
                .put("updated_at", Json.time(account.createdAt()))
                .putNull("archived_at");
        if (member) {
            account.organizationPolicy().ifPresent(policy -> {
                boolean creating = policy.membersCanCreateRepositories();
                json.put("total_private_repos", repositories(account, true));
                json.put(
                        "default_repository_permission", policy.basePermission().roleName());
                json.put("members_can_create_repositories", creating);
                json.put("members_can_create_public_repositories", creating);
                json.put("members_can_create_private_repositories", creating);
            });
        }
        return json;
    }

    ObjectNode membership(Membership membership) {
        String url = links.api() + "/orgs/" + membership.organization();
        ObjectNode json = Json.object()
                .put("url", url + "/memberships/" + membership.login())
                .put("state", "active")
                .put("role", membership.role())
                .put("organization_url", url);
        json.set(
                "organization",
                organization(world.account(membership.organization()).orElseThrow()));
        json.set("user", simple(membership.login()));
        return json;
    }

    private ObjectNode simple(long id, String login, String type) {
        String url = links.user(login);
        return Json.object()
                .put("login", login)
                .put("id", id)
                .put("node_id", Links.nodeId(type.substring(0, 1), id))
                .put("avatar_url", avatar(id))
                .put("gravatar_id", "")
                .put("url", url)
                .put("html_url", links.site() + "/" + Links.encode(login))
                .put("followers_url", url + "/followers")
                .put("following_url", url + "/following{/other_user}")
                .put("gists_url", url + "/gists{/gist_id}")
                .put("starred_url", url + "/starred{/owner}{/repo}")
                .put("subscriptions_url", url + "/subscriptions")
                .put("organizations_url", url + "/orgs")
                .put("repos_url", url + "/repos")
                .put("events_url", url + "/events{/privacy}")
                .put("received_events_url", url + "/received_events")
                .put("type", type)
                .put("user_view_type", "public")
                .put("site_admin", false);
    }

    private ObjectNode ghost() {
        return simple(0, "ghost", "User");
    }

    private String avatar(long id) {
        return links.site() + "/_sandbox/avatar/" + id;
    }

    private long repositories(Account account, boolean wantPrivate) {
        return world.existingRepositories()
                .filter(repository -> repository.owner().equals(account.login()))
                .map(Repository::profile)
                .filter(profile -> profile.isPrivate() == wantPrivate)
                .count();
    }
}
