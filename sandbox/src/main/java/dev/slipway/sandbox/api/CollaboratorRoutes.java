package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.forge.Forge;
import dev.slipway.sandbox.forge.Refusal;
import dev.slipway.sandbox.http.Answer;
import dev.slipway.sandbox.http.Call;
import dev.slipway.sandbox.http.Page;
import dev.slipway.sandbox.http.Route;
import dev.slipway.sandbox.world.Account;
import dev.slipway.sandbox.world.Invitation;
import dev.slipway.sandbox.world.Json;
import dev.slipway.sandbox.world.Permission;
import dev.slipway.sandbox.world.Repository;
import java.util.List;

/** Who may work in a repository, and inviting more. */
final class CollaboratorRoutes {
    private final Forge forge;
    private final Views views;
    private final Links links;

    CollaboratorRoutes(Forge forge, Views views, Links links) {
        this.forge = forge;
        this.views = views;
        this.links = links;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/repos/{owner}/{repo}/collaborators", this::list).authenticated(),
                Route.get("/repos/{owner}/{repo}/collaborators/{username}", this::isCollaborator)
                        .authenticated(),
                Route.put("/repos/{owner}/{repo}/collaborators/{username}", this::add),
                Route.delete("/repos/{owner}/{repo}/collaborators/{username}", this::remove),
                Route.get("/repos/{owner}/{repo}/collaborators/{username}/permission", this::permission)
                        .authenticated(),
                Route.get("/user/repository_invitations", this::invitations).usersOnly(),
                Route.patch("/user/repository_invitations/{invitation_id}", this::accept)
                        .usersOnly(),
                Route.delete("/user/repository_invitations/{invitation_id}", this::decline)
                        .usersOnly());
    }

    private Answer list(Call call) {
        Repository repository = call.repository(Permission.WRITE);
        List<Account> collaborators = forge.world()
                .accounts()
                .all()
                .filter(account -> account.kind() == Account.Kind.USER && collaborates(repository, account.login()))
                .toList();
        return Page.of(call, collaborators).answer(account -> collaborator(repository, account));
    }

    private Answer isCollaborator(Call call) {
        Repository repository = call.repository(Permission.WRITE);
        if (collaborates(repository, user(call).login())) {
            return Answer.noContent();
        }
        throw Refusal.notFound();
    }

    private Answer add(Call call) {
        Repository repository = call.repository(Permission.ADMIN);
        Account invitee = user(call);
        Permission permission = call.body()
                .text("permission")
                .map(name -> Permission.parse(name).orElseThrow(() -> Refusal.unprocessable("Invalid permission")))
                .orElse(Permission.WRITE);
        if (invitee.login().equals(repository.owner())) {
            throw Refusal.validation(Refusal.custom("Repository", null, "Repository owner cannot be a collaborator"));
        }
        if (collaborates(repository, invitee.login())) {
            grant(repository, invitee.login(), permission);
            return Answer.noContent();
        }
        Invitation invitation = forge.world()
                .write(tx -> tx.put(new Invitation(
                        tx.newId(),
                        repository.id(),
                        invitee.login(),
                        call.account().login(),
                        permission,
                        tx.now())));
        return Answer.of(201, invitation(invitation, call));
    }

    private Answer remove(Call call) {
        Repository repository = call.repository(Permission.ADMIN);
        grant(repository, user(call).login(), Permission.NONE);
        return Answer.noContent();
    }

    private Answer permission(Call call) {
        Repository repository = call.repository(Permission.WRITE);
        Account user = user(call);
        Permission permission = forge.access().of(user.login(), repository);
        ObjectNode json =
                Json.object().put("permission", permission.legacyName()).put("role_name", permission.roleName());
        json.set("user", collaborator(repository, user));
        return Answer.ok(json);
    }

    private Answer invitations(Call call) {
        String login = call.account().login();
        List<Invitation> open = forge.world()
                .invitations()
                .all()
                .filter(invitation -> invitation.invitee().equals(login))
                .toList();
        return Page.of(call, open).answer(invitation -> invitation(invitation, call));
    }

    private Answer accept(Call call) {
        Invitation invitation = own(call);
        forge.world().write(tx -> {
            tx.remove(invitation);
            return tx.put(repository(invitation).withCollaborator(invitation.invitee(), invitation.permission()));
        });
        return Answer.noContent();
    }

    private Answer decline(Call call) {
        Invitation invitation = own(call);
        forge.world().write(tx -> {
            tx.remove(invitation);
            return null;
        });
        return Answer.noContent();
    }

    private Invitation own(Call call) {
        return forge.world()
                .invitations()
                .find(call.number("invitation_id"))
                .filter(invitation -> call.caller().is(invitation.invitee()))
                .orElseThrow(Refusal::notFound);
    }

    private void grant(Repository repository, String login, Permission permission) {
        forge.world()
                .write(tx -> tx.put(forge.repositories().current(repository).withCollaborator(login, permission)));
    }

    private boolean collaborates(Repository repository, String login) {
        return repository.owner().equals(login)
                || repository.collaborators().containsKey(login)
                || forge.access().membership(repository.owner(), login).isPresent();
    }

    private Account user(Call call) {
        return forge.world().account(call.param("username")).orElseThrow(Refusal::notFound);
    }

    private Repository repository(Invitation invitation) {
        return forge.world().repositories().find(invitation.repository()).orElseThrow(Refusal::notFound);
    }

    private ObjectNode collaborator(Repository repository, Account account) {
        Permission permission = forge.access().of(account.login(), repository);
        ObjectNode json = views.accounts.simple(account).put("role_name", permission.roleName());
        RepositoryView.permissions(json, permission);
        return json;
    }

    private ObjectNode invitation(Invitation invitation, Call call) {
        Repository repository = repository(invitation);
        ObjectNode json = Json.object()
                .put("id", invitation.id())
                .put("node_id", Links.nodeId("RI", invitation.id()))
                .put("permissions", invitation.permission().roleName())
                .put("created_at", Json.time(invitation.createdAt()))
                .put("expired", false)
                .put("url", links.api() + "/user/repository_invitations/" + invitation.id())
                .put("html_url", links.page(repository) + "/invitations");
        json.set("repository", views.repositories.listed(repository, call.caller()));
        json.set("invitee", views.accounts.simple(invitation.invitee()));
        json.set("inviter", views.accounts.simple(invitation.inviter()));
        return json;
    }
}
