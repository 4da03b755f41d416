package dev.slipway.sandbox.api;

import dev.slipway.sandbox.forge.Forge;
import dev.slipway.sandbox.forge.Refusal;
import dev.slipway.sandbox.forge.Repositories;
import dev.slipway.sandbox.http.Answer;
import dev.slipway.sandbox.http.Body;
import dev.slipway.sandbox.http.Call;
import dev.slipway.sandbox.http.Route;
import dev.slipway.sandbox.world.Account;
import dev.slipway.sandbox.world.Json;
import dev.slipway.sandbox.world.Permission;
import dev.slipway.sandbox.world.Repository;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Creating, reading, changing and deleting repositories. */
final class RepositoryRoutes {
    private static final Pattern TOPIC = Pattern.compile("[a-z0-9][a-z0-9-]{0,49}");
    private static final int MOST_TOPICS = 20;
    private static final int LONGEST_DESCRIPTION = 350;

    private final Forge forge;
    private final Views views;

    RepositoryRoutes(Forge forge, Views views) {
        this.forge = forge;
        this.views = views;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/user/repos", this::createOwn).usersOnly(),
                Route.post("/orgs/{org}/repos", this::createInOrganization),
                Route.get("/repos/{owner}/{repo}", this::read),
                Route.patch("/repos/{owner}/{repo}", this::change),
                Route.delete("/repos/{owner}/{repo}", this::delete),
                Route.get("/repos/{owner}/{repo}/topics", this::topics),
                Route.put("/repos/{owner}/{repo}/topics", this::replaceTopics));
    }

    private Answer createOwn(Call call) {
        return create(call, call.account());
    }

    private Answer createInOrganization(Call call) {
        Account organization = forge.world()
                .account(call.param("org"))
                .filter(Account::isOrganization)
                .orElseThrow(Refusal::notFound);
        boolean insider = call.caller().app()
                || forge.access()
                        .membership(organization.login(), call.account().login())
                        .isPresent();
        if (!forge.access().creates(call.caller(), organization.login())) {
            throw insider
                    ? Refusal.forbidden(
                            "You do not have permission to create repositories in " + organization.login() + ".")
                    : Refusal.forbidden("You need admin access to the organization before adding a repository to it.");
        }
        return create(call, organization);
    }

    private Answer create(Call call, Account owner) {
        Body body = call.body();
        boolean isPrivate = isPrivate(body, false);
        if (!call.caller().hasScope("repo") && (isPrivate || !call.caller().hasScope("public_repo"))) {
            throw Refusal.notFound();
        }
        Repository created = forge.repositories()
                .create(
                        new Repositories.Wish(
                                owner,
                                body.requiredText("name"),
                                new Repository.Profile(
                                        description(body, null), body.textOr("homepage", null), isPrivate, List.of()),
                                features(body, new Repository.Features(true, true, true, false, false)),
                                rules(body, new Repository.MergeRules(true, true, true, false, false)),
                                body.flag("auto_init", false)),
                        call.account());
        call.about(created);
        return Answer.created(views.repositories.full(created, call.caller()));
    }

    private Answer read(Call call) {
        return Answer.ok(views.repositories.full(call.repository(), call.caller()));
    }

    private Answer change(Call call) {
        Repository repository = call.repositoryAlsoArchived(Permission.ADMIN);
        Body body = call.body();
        boolean unarchiving = repository.features().archived() && !body.flag("archived", true);
        if (repository.features().archived() && !unarchiving) {
            throw Refusal.forbidden("Repository was archived so is read-only.");
        }
        body.text("default_branch").ifPresent(branch -> changeDefaultBranch(repository, branch));
        Repository renamed = body.text("name")
                .map(name -> forge.repositories().rename(repository, name))
                .orElse(repository);
        Repository changed = forge.world().write(tx -> {
            Repository now = forge.repositories().current(renamed);
            Repository.Profile old = now.profile();
            var profile = new Repository.Profile(
                    description(body, old.description()),
                    body.textOr("homepage", old.homepage()),
                    isPrivate(body, old.isPrivate()),
                    old.topics());
            return tx.put(now.withProfile(profile, tx.now())
                    .withRules(features(body, now.features()), rules(body, now.mergeRules()), tx.now()));
        });
        return Answer.ok(views.repositories.full(changed, call.caller()));
    }

    private Answer delete(Call call) {
        Repository repository = call.repositoryAlsoArchived(Permission.ADMIN);
        if (!call.caller().hasScope("delete_repo")) {
            throw Refusal.forbidden("Must have admin rights to Repository.");
        }
        forge.repositories().delete(repository);
        return Answer.noContent();
    }

    private Answer topics(Call call) {
        return topicsOf(call.repository());
    }

    private Answer replaceTopics(Call call) {
        Repository repository = call.repository(Permission.WRITE);
        List<String> names = call.body().texts("names").orElseThrow(() -> Body.missing("names")).stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
        if (names.size() > MOST_TOPICS) {
            throw Refusal.unprocessable("A repository cannot have more than " + MOST_TOPICS + " topics.");
        }
        for (String name : names) {
            if (!TOPIC.matcher(name).matches()) {
                throw Refusal.unprocessable("Topics must start with a lowercase letter or number, consist of 50"
                        + " characters or less, and can include hyphens.");
            }
        }
        return topicsOf(forge.world().write(tx -> {
            Repository now = forge.repositories().current(repository);
            return tx.put(now.withProfile(now.profile().withTopics(names), tx.now()));
        }));
    }

    private static Answer topicsOf(Repository repository) {
        var body = Json.object();
        body.set("names", Json.strings(repository.profile().topics()));
        return Answer.ok(body);
    }

    private void changeDefaultBranch(Repository repository, String branch) {
        if (forge.git().branchTip(repository.id(), branch).isEmpty()) {
            throw Refusal.validation(Refusal.custom(
                    "Repository",
                    "default_branch",
                    "The branch " + branch + " was not found. Please push that ref first or create it via the Git"
                            + " Data API."));
        }
        forge.git().setDefaultBranch(repository.id(), branch);
    }

    /** Control characters are refused, and what is too long. */
    private static @Nullable String description(Body body, @Nullable String old) {
        String description = body.textOr("description", old);
        if (description != null && description.chars().anyMatch(character -> character < ' ')) {
            throw Refusal.validation(
                    Refusal.custom("Repository", "description", "description control characters are not allowed"));
        }
        if (description != null && description.length() > LONGEST_DESCRIPTION) {
            throw Refusal.validation(Refusal.custom(
                    "Repository",
                    "description",
                    "description cannot be more than " + LONGEST_DESCRIPTION + " characters"));
        }
        return description;
    }

    private static boolean isPrivate(Body body, boolean otherwise) {
        return body.text("visibility")
                .map(visibility -> !visibility.equals("public"))
                .orElseGet(() -> body.flag("private", otherwise));
    }

    private static Repository.Features features(Body body, Repository.Features old) {
        return new Repository.Features(
                body.flag("has_issues", old.issues()),
                body.flag("has_projects", old.projects()),
                body.flag("has_wiki", old.wiki()),
                body.flag("is_template", old.template()),
                body.flag("archived", old.archived()));
    }

    private static Repository.MergeRules rules(Body body, Repository.MergeRules old) {
        return new Repository.MergeRules(
                body.flag("allow_merge_commit", old.mergeCommit()),
                body.flag("allow_squash_merge", old.squash()),
                body.flag("allow_rebase_merge", old.rebase()),
                body.flag("allow_auto_merge", old.autoMerge()),
                body.flag("delete_branch_on_merge", old.deleteBranchOnMerge()));
    }
}
