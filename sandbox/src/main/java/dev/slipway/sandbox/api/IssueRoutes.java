package dev.slipway.sandbox.api;

import dev.slipway.sandbox.forge.Forge;
import dev.slipway.sandbox.forge.Numbers;
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
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Issues, among them the issue side of pull requests. */
final class IssueRoutes {
    private static final String ISSUES = "/repos/{owner}/{repo}/issues";

    static final int LONGEST_BODY = 65_536;

    private final Forge forge;
    private final Views views;
    private final LabelRoutes labels;

    IssueRoutes(Forge forge, Views views) {
        this.forge = forge;
        this.views = views;
        this.labels = new LabelRoutes(forge, views);
    }

    List<Route> routes() {
        return List.of(
                Route.get(ISSUES, this::list),
                Route.post(ISSUES, this::create),
                Route.get(ISSUES + "/{issue_number}", this::read),
                Route.patch(ISSUES + "/{issue_number}", this::change));
    }

    private Answer list(Call call) {
        Repository repository = call.repository();
        String state = call.query("state", "open");
        Set<String> wantedLabels =
                call.query("labels").map(names -> Set.of(names.split(","))).orElse(Set.of());
        Optional<Instant> since = call.instant("since");
        Stream<Issue> issues = forge.world().issues().within(repository.id()).stream()
                .filter(issue -> state.equals("all") || issue.state().equals(state))
                .filter(issue -> labelNames(issue).containsAll(wantedLabels))
                .filter(issue -> since.isEmpty() || !issue.updatedAt().isBefore(since.get()))
                .filter(issue -> call.query("creator")
                        .filter(login -> !login.equals(issue.author()))
                        .isEmpty())
                .filter(issue -> assigned(call, issue));
        return Page.of(call, issues.sorted(order(call)).toList())
                .answer(issue -> views.issues.issue(repository, issue));
    }

    private Answer create(Call call) {
        Repository repository = call.repository(Permission.READ);
        if (!repository.features().issues()) {
            throw Refusal.of(410, "Issues has been disabled in this repository.");
        }
        Body body = call.body();
        String title = title(body.requiredText("title"));
        // GitHub drops labels and assignees in silence when the author may not set them.
        boolean writer = forge.access().of(call.caller(), repository).allows(Permission.TRIAGE);
        List<Long> labelIds =
                writer ? labels.ids(repository, body.texts("labels").orElse(List.of())) : List.of();
        List<String> assignees = writer ? assignees(repository, body) : List.of();
        Issue created = forge.world().write(tx -> {
            var content = new Issue.Content(title, text(body, null), labelIds, assignees);
            return tx.put(new Issue(
                    tx.newId(),
                    repository.id(),
                    Numbers.next(forge.world(), repository),
                    content,
                    call.account().login(),
                    null,
                    false,
                    false,
                    tx.now(),
                    tx.now()));
        });
        return Answer.created(views.issues.issue(repository, created));
    }

    private Answer read(Call call) {
        Repository repository = call.repository();
        return Answer.ok(views.issues.issue(repository, issue(forge, call, repository)));
    }

    private Answer change(Call call) {
        Repository repository = call.repository(Permission.READ);
        Issue issue = issue(forge, call, repository);
        boolean own = call.caller().is(issue.author());
        boolean triage = forge.access().of(call.caller(), repository).allows(Permission.TRIAGE);
        if (!own && !triage) {
            throw Refusal.forbidden("Must have admin rights to Repository.");
        }
        Body body = call.body();
        List<Long> labelIds = body.texts("labels")
                .filter(names -> triage)
                .map(names -> labels.ids(repository, names))
                .orElse(issue.content().labels());
        List<String> assignees = body.has("assignees") && triage
                ? assignees(repository, body)
                : issue.content().assignees();
        Issue changed = forge.world().write(tx -> {
            Issue now = issue(forge, call, repository);
            var content = new Issue.Content(
                    body.text("title")
                            .map(IssueRoutes::title)
                            .orElse(now.content().title()),
                    text(body, now.content().body()),
                    labelIds,
                    assignees);
            return tx.put(withState(now.with(content, tx.now()), body, call, tx.now()));
        });
        return Answer.ok(views.issues.issue(repository, changed));
    }

    /** The issue that a path names. */
    static Issue issue(Forge forge, Call call, Repository repository) {
        return forge.world()
                .issue(repository, (int) call.number("issue_number"))
                .orElseThrow(Refusal::notFound);
    }

    /** Closes or opens again, when the body says so. */
    static Issue withState(Issue issue, Body body, Call call, Instant now) {
        Optional<String> state = body.text("state");
        if (state.isEmpty() || state.get().equals(issue.state())) {
            return issue;
        }
        return switch (state.get()) {
            case "closed" ->
                issue.closed(
                        call.account().login(),
                        issue.pull() ? null : body.text("state_reason").orElse("completed"),
                        now);
            case "open" -> issue.reopened(now);
            default -> throw Refusal.validation(Refusal.fault("Issue", "state", "invalid"));
        };
    }

    static String title(String title) {
        if (title.isBlank()) {
            throw Refusal.validation(Refusal.fault("Issue", "title", "missing_field"));
        }
        if (title.length() > 256) {
            throw Refusal.validation(Refusal.custom("Issue", "title", "title is too long (maximum is 256 characters)"));
        }
        return title;
    }

    /** The body of an issue or pull request; the old one where none is sent. */
    static @Nullable String text(Body body, @Nullable String old) {
        String text = body.textOr("body", old);
        if (text != null && text.length() > LONGEST_BODY) {
            throw Refusal.validation(
                    Refusal.custom("Issue", "body", "body is too long (maximum is " + LONGEST_BODY + " characters)"));
        }
        return text;
    }

    private List<String> assignees(Repository repository, Body body) {
        List<String> logins = body.texts("assignees").orElse(List.of());
        for (String login : logins) {
            boolean known = forge.world().account(login).isPresent()
                    && forge.access().of(login, repository).allows(Permission.WRITE);
            if (!known) {
                throw Refusal.validation(Refusal.fault("Issue", "assignees", "invalid"));
            }
        }
        return logins;
    }

    private List<String> labelNames(Issue issue) {
        return issue.content().labels().stream()
                .flatMap(id -> forge.world().labels().find(id).stream())
                .map(Label::name)
                .toList();
    }

    private static boolean assigned(Call call, Issue issue) {
        List<String> assignees = issue.content().assignees();
        return switch (call.query("assignee", "")) {
            case "" -> true;
            case "*" -> !assignees.isEmpty();
            case "none" -> assignees.isEmpty();
            default -> assignees.contains(call.query("assignee", ""));
        };
    }

    private Comparator<Issue> order(Call call) {
        Comparator<Issue> order = switch (call.query("sort", "created")) {
            case "updated" -> Comparator.comparing(Issue::updatedAt);
            case "comments" -> Comparator.comparing(this::comments);
            default -> Comparator.comparing(Issue::number);
        };
        return call.query("direction", "desc").equals("asc") ? order : order.reversed();
    }

    private long comments(Issue issue) {
        return forge.world().comments().within(issue.repository()).stream()
                .filter(comment -> comment.issue() == issue.number())
                .count();
    }
}
