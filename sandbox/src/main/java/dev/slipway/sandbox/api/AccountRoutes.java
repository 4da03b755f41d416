package dev.slipway.sandbox.api;

import dev.slipway.sandbox.forge.Forge;
import dev.slipway.sandbox.forge.Refusal;
import dev.slipway.sandbox.http.Answer;
import dev.slipway.sandbox.http.Call;
import dev.slipway.sandbox.http.Page;
import dev.slipway.sandbox.http.Route;
import dev.slipway.sandbox.world.Account;
import dev.slipway.sandbox.world.Json;
import dev.slipway.sandbox.world.Membership;
import java.util.List;
import java.util.function.Predicate;

/** Users, organisations and who belongs to them. */
final class AccountRoutes {
    private final Forge forge;
    private final Views views;

    AccountRoutes(Forge forge, Views views) {
        this.forge = forge;
        this.views = views;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/user", this::self).usersOnly(),
                Route.get("/users/{username}", this::user),
                Route.get("/user/orgs", this::ownOrganizations).usersOnly(),
                Route.get("/users/{username}/orgs", this::organizations),
                Route.get("/user/memberships/orgs", this::ownMemberships).authenticated(),
                Route.get("/user/memberships/orgs/{org}", this::ownMembership).authenticated(),
                Route.get("/orgs/{org}", this::organization),
                Route.get("/orgs/{org}/members", this::members),
                Route.get("/orgs/{org}/members/{username}", this::isMember),
                Route.get("/orgs/{org}/memberships/{username}", this::membership)
                        .authenticated());
    }

    private Answer self(Call call) {
        return Answer.ok(views.accounts.privately(call.account()));
    }

    private Answer user(Call call) {
        Account account = forge.world().account(call.param("username")).orElseThrow(Refusal::notFound);
        return Answer.ok(views.accounts.publicly(account));
    }

    private Answer ownOrganizations(Call call) {
        return organizationsOf(call, call.account().login());
    }

    private Answer organizations(Call call) {
        Account account = forge.world().account(call.param("username")).orElseThrow(Refusal::notFound);
        return organizationsOf(call, account.login());
    }

    private Answer organizationsOf(Call call, String login) {
        List<Account> organizations = memberships(
                        membership -> membership.login().equals(login))
                .stream()
                .flatMap(membership -> forge.world().account(membership.organization()).stream())
                .toList();
        return Page.of(call, organizations).answer(views.accounts::organization);
    }

    private Answer ownMemberships(Call call) {
        String login = call.account().login();
        return Page.of(call, memberships(membership -> membership.login().equals(login)))
                .answer(views.accounts::membership);
    }

    private Answer ownMembership(Call call) {
        return membershipOf(call, call.account().login());
    }

    private Answer membership(Call call) {
        organizationOf(call);
        boolean insider = call.caller().app()
                || forge.access()
                        .membership(call.param("org"), call.account().login())
                        .isPresent();
        if (!insider) {
            throw Refusal.forbidden("You must be a member of " + call.param("org") + " to see membership information.");
        }
        return membershipOf(call, call.param("username"));
    }

    private Answer membershipOf(Call call, String login) {
        Account organization = organizationOf(call);
        return forge.access()
                .membership(organization.login(), login)
                .map(views.accounts::membership)
                .map(Answer::ok)
                .orElseThrow(Refusal::notFound);
    }

    private Answer organization(Call call) {
        Account organization = organizationOf(call);
        boolean member = call.caller()
                .login()
                .flatMap(login -> forge.access().membership(organization.login(), login))
                .isPresent();
        return Answer.ok(views.accounts.fullOrganization(organization, member));
    }

    private Answer members(Call call) {
        String organization = organizationOf(call).login();
        String role = call.query("role", "all");
        List<Membership> members =
                memberships(membership -> membership.organization().equals(organization)
                        && (role.equals("all") || role.equals(membership.role())));
        return Page.of(call, members).answer(member -> views.accounts.simple(member.login()));
    }

    private Answer isMember(Call call) {
        organizationOf(call);
        if (forge.access().membership(call.param("org"), call.param("username")).isPresent()) {
            return Answer.noContent();
        }
        return Answer.of(
                404, Json.object().put("message", "User does not exist or is not a member of the organization"));
    }

    private Account organizationOf(Call call) {
        return forge.world()
                .account(call.param("org"))
                .filter(Account::isOrganization)
                .orElseThrow(Refusal::notFound);
    }

    private List<Membership> memberships(Predicate<Membership> wanted) {
        return forge.world().memberships().all().filter(wanted).toList();
    }
}
