package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.forge.Forge;
import dev.slipway.sandbox.forge.Refusal;
import dev.slipway.sandbox.http.Answer;
import dev.slipway.sandbox.http.Call;
import dev.slipway.sandbox.http.Page;
import dev.slipway.sandbox.http.Route;
import dev.slipway.sandbox.world.Account;
import dev.slipway.sandbox.world.Caller;
import dev.slipway.sandbox.world.Permission;
import dev.slipway.sandbox.world.Repository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Lists of repositories. */
final class RepositoryListRoutes {
    private final Forge forge;
    private final Views views;

    RepositoryListRoutes(Forge forge, Views views) {
        this.forge = forge;
        this.views = views;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/user/repos", this::own).usersOnly(),
                Route.get("/users/{username}/repos", this::ofUser),
                Route.get("/orgs/{org}/repos", this::ofOrganization),
                Route.get("/installation/repositories", this::ofInstallation).authenticated());
    }

    private Answer own(Call call) {
        Account account = call.account();
        String login = account.login();
        Optional<String> type = call.query("type");
        Optional<String> visibility = call.query("visibility");
        if (type.isPresent()
                && (visibility.isPresent() || call.query("affiliation").isPresent())) {
            throw Refusal.unprocessable("If you specify visibility or affiliation, you cannot specify type.");
        }
        String affiliation = type.map(RepositoryListRoutes::affiliationOf)
                .orElseGet(() -> call.query("affiliation", "owner,collaborator,organization_member"));
        Set<String> wanted = Set.of(affiliation.split(","));
        String seen = type.filter(name -> Set.of("public", "private").contains(name))
                .or(() -> visibility)
                .orElse("all");
        return list(
                call,
                "full_name",
                repository -> ofVisibility(repository, seen)
                        && affiliations(repository, login).stream().anyMatch(wanted::contains));
    }

    private Answer ofUser(Call call) {
        Account account = forge.world().account(call.param("username")).orElseThrow(Refusal::notFound);
        String type = call.query("type", "owner");
        return list(call, "full_name", repository -> {
            boolean owner = repository.owner().equals(account.login());
            boolean member =
                    !owner && !affiliations(repository, account.login()).isEmpty();
            // GitHub lists only public ones here, also to their owner.
            return !repository.profile().isPrivate()
                    && switch (type) {
                        case "all" -> owner || member;
                        case "member" -> member;
                        default -> owner;
                    };
        });
    }

    private Answer ofOrganization(Call call) {
        Account organization = forge.world()
                .account(call.param("org"))
                .filter(Account::isOrganization)
                .orElseThrow(Refusal::notFound);
        String type = call.query("type", "all");
        return list(
                call,
                "created",
                repository -> repository.owner().equals(organization.login())
                        && !Set.of("forks", "internal").contains(type)
                        && ofVisibility(repository, type));
    }

    private Answer ofInstallation(Call call) {
        String organization = call.caller()
                .installation()
                .orElseThrow(() -> Refusal.forbidden("You must authenticate with an installation access token in order"
                        + " to list repositories for an installation."));
        List<Repository> installed = visible(call.caller())
                .filter(repository -> repository.owner().equals(organization))
                .toList();
        Answer answer = Page.of(call, installed).counted("repositories", view(call));
        if (answer.body() instanceof ObjectNode body) {
            body.put("repository_selection", "all");
        }
        return answer;
    }

    private Answer list(Call call, String defaultSort, Predicate<Repository> wanted) {
        List<Repository> repositories =
                new ArrayList<>(visible(call.caller()).filter(wanted).toList());
        String sort = call.query("sort", defaultSort);
        repositories.sort(order(sort));
        boolean ascending = call.query("direction", sort.equals("full_name") ? "asc" : "desc")
                .equals("asc");
        if (!ascending) {
            Collections.reverse(repositories);
        }
        return Page.of(call, repositories).answer(view(call));
    }

    private Stream<Repository> visible(Caller caller) {
        return forge.world()
                .existingRepositories()
                .filter(repository -> forge.access().sees(caller, repository));
    }

    private Function<Repository, ObjectNode> view(Call call) {
        return repository -> views.repositories.listed(repository, call.caller());
    }

    private List<String> affiliations(Repository repository, String login) {
        List<String> affiliations = new ArrayList<>();
        if (repository.owner().equals(login)) {
            affiliations.add("owner");
        }
        if (repository.collaborators().getOrDefault(login, Permission.NONE).allows(Permission.READ)) {
            affiliations.add("collaborator");
        }
        if (forge.access().membership(repository.owner(), login).isPresent()) {
            affiliations.add("organization_member");
        }
        return affiliations;
    }

    private static String affiliationOf(String type) {
        return switch (type) {
            case "owner" -> "owner";
            case "member" -> "collaborator,organization_member";
            default -> "owner,collaborator,organization_member";
        };
    }

    private static boolean ofVisibility(Repository repository, String visibility) {
        return switch (visibility) {
            case "public" -> !repository.profile().isPrivate();
            case "private" -> repository.profile().isPrivate();
            default -> true;
        };
    }

    private static Comparator<Repository> order(String sort) {
        Comparator<Repository> byId = Comparator.comparingLong(Repository::id);
        return switch (sort) {
            case "created" -> byId;
            case "updated" -> by(Repository.Times::updatedAt).thenComparing(byId);
            case "pushed" -> by(Repository.Times::pushedAt).thenComparing(byId);
            default -> Comparator.comparing(repository -> repository.fullName().toLowerCase(Locale.ROOT));
        };
    }

    private static Comparator<Repository> by(Function<Repository.Times, Instant> time) {
        return Comparator.comparing(repository -> time.apply(repository.times()));
    }
}
