package dev.slipway.sandbox.api;

import dev.slipway.sandbox.forge.Forge;
import dev.slipway.sandbox.forge.Refusal;
import dev.slipway.sandbox.http.Answer;
import dev.slipway.sandbox.http.Body;
import dev.slipway.sandbox.http.Call;
import dev.slipway.sandbox.http.Page;
import dev.slipway.sandbox.http.Route;
import dev.slipway.sandbox.world.Issue;
import dev.slipway.sandbox.world.Label;
import dev.slipway.sandbox.world.Permission;
import dev.slipway.sandbox.world.Repository;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A repository's labels, and those on an issue. */
final class LabelRoutes {
    private static final String LABELS = "/repos/{owner}/{repo}/labels";
    private static final String ON_ISSUE = "/repos/{owner}/{repo}/issues/{issue_number}/labels";
    private static final String DEFAULT_COLOR = "ededed";

    private final Forge forge;
    private final Views views;

    LabelRoutes(Forge forge, Views views) {
        this.forge = forge;
        this.views = views;
    }

    List<Route> routes() {
        return List.of(
                Route.get(LABELS, this::list),
                Route.post(LABELS, this::create),
                Route.get(LABELS + "/{name}", this::read),
                Route.patch(LABELS + "/{name}", this::change),
                Route.delete(LABELS + "/{name}", this::delete),
                Route.get(ON_ISSUE, this::onIssue),
                Route.post(ON_ISSUE, this::add),
                Route.put(ON_ISSUE, this::replace),
                Route.delete(ON_ISSUE, this::clear),
                Route.delete(ON_ISSUE + "/{name}", this::remove));
    }

    /** The ids of labels by name; those that do not exist yet are made, as GitHub does. */
    List<Long> ids(Repository repository, List<String> names) {
        Set<Long> ids = new LinkedHashSet<>();
        for (String name : names) {
            ids.add(find(repository, name)
                    .orElseGet(() -> make(repository, name, DEFAULT_COLOR, null))
                    .id());
        }
        return List.copyOf(ids);
    }

    private Answer list(Call call) {
        Repository repository = call.repository();
        return Page.of(call, List.copyOf(forge.world().labels().within(repository.id())))
                .answer(label -> views.issues.label(repository, label));
    }

    private Answer create(Call call) {
        Repository repository = call.repository(Permission.WRITE);
        Body body = call.body();
        String name = body.requiredText("name");
        String color = color(body.text("color").orElse(DEFAULT_COLOR));
        if (find(repository, name).isPresent()) {
            throw Refusal.validation(Refusal.fault("Label", "name", "already_exists"));
        }
        return Answer.created(
                views.issues.label(repository, make(repository, name, color, body.textOr("description", null))));
    }

    private Answer read(Call call) {
        Repository repository = call.repository();
        return Answer.ok(views.issues.label(repository, named(call, repository)));
    }

    private Answer change(Call call) {
        Repository repository = call.repository(Permission.WRITE);
        Label label = named(call, repository);
        Body body = call.body();
        Label changed = new Label(
                label.id(),
                repository.id(),
                body.text("new_name").orElse(label.name()),
                color(body.text("color").orElse(label.color())),
                body.textOr("description", label.description()),
                label.preset());
        return Answer.ok(views.issues.label(repository, forge.world().write(tx -> tx.put(changed))));
    }

    private Answer delete(Call call) {
        Repository repository = call.repository(Permission.WRITE);
        Label label = named(call, repository);
        forge.world().write(tx -> {
            tx.remove(label);
            return null;
        });
        return Answer.noContent();
    }

    private Answer onIssue(Call call) {
        Repository repository = call.repository();
        return labels(repository, IssueRoutes.issue(forge, call, repository));
    }

    private Answer add(Call call) {
        List<Long> added = wanted(call);
        return relabel(call, old -> {
            Set<Long> all = new LinkedHashSet<>(old);
            all.addAll(added);
            return List.copyOf(all);
        });
    }

    private Answer replace(Call call) {
        List<Long> replacements = wanted(call);
        return relabel(call, old -> replacements);
    }

    private Answer clear(Call call) {
        relabel(call, old -> List.of());
        return Answer.noContent();
    }

    private Answer remove(Call call) {
        Repository repository = call.repository(Permission.TRIAGE);
        long id = find(repository, call.param("name"))
                .map(Label::id)
                .filter(IssueRoutes.issue(forge, call, repository).content().labels()::contains)
                .orElseThrow(() -> Refusal.of(404, "Label does not exist"));
        return relabel(call, old -> {
            List<Long> rest = new ArrayList<>(old);
            rest.remove(id);
            return rest;
        });
    }

    private List<Long> wanted(Call call) {
        Repository repository = call.repository(Permission.TRIAGE);
        return ids(repository, call.body().texts("labels").orElseThrow(() -> Body.missing("labels")));
    }

    private Answer relabel(Call call, UnaryOperator<List<Long>> change) {
        Repository repository = call.repository(Permission.TRIAGE);
        return labels(repository, forge.world().write(tx -> {
            Issue issue = IssueRoutes.issue(forge, call, repository);
            List<Long> labels = change.apply(issue.content().labels());
            return tx.put(issue.with(issue.content().withLabels(labels), tx.now()));
        }));
    }

    private Answer labels(Repository repository, Issue issue) {
        return Answer.ok(views.issues.labels(repository, issue.content().labels()));
    }

    private Optional<Label> find(Repository repository, String name) {
        return forge.world().labels().within(repository.id()).stream()
                .filter(label -> label.name().equalsIgnoreCase(name))
                .findFirst();
    }

    private Label named(Call call, Repository repository) {
        return find(repository, call.param("name")).orElseThrow(Refusal::notFound);
    }

    private Label make(Repository repository, String name, String color, @Nullable String description) {
        return forge.world()
                .write(tx -> tx.put(new Label(tx.newId(), repository.id(), name, color, description, false)));
    }

    private static String color(String color) {
        if (!color.matches("[0-9A-Fa-f]{6}")) {
            throw Refusal.validation(Refusal.fault("Label", "color", "invalid"));
        }
        return color;
    }
}
