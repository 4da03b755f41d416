package dev.slipway.sandbox.api;

import dev.slipway.sandbox.forge.Forge;
import dev.slipway.sandbox.forge.Merges;
import dev.slipway.sandbox.forge.Pulls;
import dev.slipway.sandbox.forge.Refusal;
import dev.slipway.sandbox.http.Answer;
import dev.slipway.sandbox.http.Body;
import dev.slipway.sandbox.http.Call;
import dev.slipway.sandbox.http.Page;
import dev.slipway.sandbox.http.Route;
import dev.slipway.sandbox.world.Issue;
import dev.slipway.sandbox.world.Json;
import dev.slipway.sandbox.world.Permission;
import dev.slipway.sandbox.world.Pull;
import dev.slipway.sandbox.world.Repository;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/** Pull requests between branches of one repository. */
final class PullRoutes {
    private static final String PULLS = "/repos/{owner}/{repo}/pulls";
    private static final String PULL = PULLS + "/{pull_number}";

    private final Forge forge;
    private final Views views;
    private final Merges merges;

    PullRoutes(Forge forge, Views views) {
        this.forge = forge;
        this.views = views;
        this.merges = new Merges(forge);
    }

    List<Route> routes() {
        return List.of(
                Route.get(PULLS, this::list),
                Route.post(PULLS, this::create),
                Route.get(PULL, this::read),
                Route.patch(PULL, this::change),
                Route.get(PULL + "/merge", this::isMerged),
                Route.put(PULL + "/merge", this::merge),
                Route.get(PULL + "/files", this::files),
                Route.get(PULL + "/commits", this::commits));
    }

    private Answer list(Call call) {
        Repository repository = call.repository();
        String state = call.query("state", "open");
        Optional<String> head = call.query("head");
        Optional<String> base = call.query("base");
        boolean ascending = call.query("direction", call.query("sort").isPresent() ? "asc" : "desc")
                .equals("asc");
        Comparator<Pull> order = call.query("sort", "created").equals("updated")
                ? Comparator.comparing(pull -> issue(repository, pull).updatedAt())
                : Comparator.comparing(Pull::number);
        List<Pull> pulls = forge.world().pulls().within(repository.id()).stream()
                .filter(pull ->
                        state.equals("all") || issue(repository, pull).state().equals(state))
                .filter(pull -> head.isEmpty() || fits(head.get(), repository, pull))
                .filter(pull -> base.isEmpty() || base.get().equals(pull.base()))
                .sorted(ascending ? order : order.reversed())
                .toList();
        return Page.of(call, pulls).answer(pull -> views.pulls.listed(repository, pull, call.caller()));
    }

    private Answer create(Call call) {
        Repository repository = call.repository(Permission.WRITE);
        Body body = call.body();
        Pull opened = forge.pulls()
                .open(
                        repository,
                        new Pulls.Wish(
                                IssueRoutes.title(body.requiredText("title")),
                                IssueRoutes.text(body, null),
                                head(repository, body.requiredText("head")),
                                body.requiredText("base"),
                                body.flag("draft", false)),
                        call.account());
        return Answer.created(views.pulls.full(repository, opened, call.caller()));
    }

    private Answer read(Call call) {
        Repository repository = call.repository();
        return Answer.ok(views.pulls.full(repository, pull(call, repository), call.caller()));
    }

    private Answer change(Call call) {
        Repository repository = call.repository(Permission.READ);
        Pull pull = pull(call, repository);
        boolean own = call.caller().is(issue(repository, pull).author());
        if (!own && !forge.access().of(call.caller(), repository).allows(Permission.WRITE)) {
            throw Refusal.forbidden("Must have push access to Repository.");
        }
        Body body = call.body();
        refuseImpossible(repository, pull, body);
        Optional<ObjectId> newBase = body.text("base")
                .map(base -> forge.git()
                        .branchTip(repository.id(), base)
                        .orElseThrow(() -> Refusal.validation(Refusal.fault("PullRequest", "base", "invalid"))));
        Pull changed = forge.world().write(tx -> {
            Issue issue = issue(repository, pull);
            var content = new Issue.Content(
                    body.text("title")
                            .map(IssueRoutes::title)
                            .orElse(issue.content().title()),
                    IssueRoutes.text(body, issue.content().body()),
                    issue.content().labels(),
                    issue.content().assignees());
            boolean closing =
                    issue.open() && body.text("state").filter("closed"::equals).isPresent();
            tx.put(IssueRoutes.withState(issue.with(content, tx.now()), body, call, tx.now()));
            Pull now = closing
                    ? pull.withTips(
                            forge.pulls().head(repository, pull).name(),
                            forge.pulls().base(repository, pull).name())
                    : pull;
            return tx.put(newBase.map(tip -> now.withBase(body.requiredText("base"), tip.name()))
                    .orElse(now));
        });
        return Answer.ok(views.pulls.full(repository, changed, call.caller()));
    }

    private Answer isMerged(Call call) {
        Repository repository = call.repository();
        if (pull(call, repository).merged()) {
            return Answer.noContent();
        }
        throw Refusal.notFound();
    }

    private Answer merge(Call call) {
        Repository repository = call.repository(Permission.WRITE);
        Pull pull = pull(call, repository);
        Body body = call.body();
        var order = new Merges.Order(
                body.text("merge_method").map(PullRoutes::method).orElse(Merges.Method.MERGE),
                body.text("commit_title"),
                body.text("commit_message"),
                body.text("sha"));
        ObjectId merged = merges.merge(repository, pull, order, call.account());
        return Answer.ok(Json.object()
                .put("sha", merged.name())
                .put("merged", true)
                .put("message", "Pull Request successfully merged"));
    }

    private Answer files(Call call) {
        Repository repository = call.repository();
        Pull pull = pull(call, repository);
        RevCommit head = forge.history(repository).existingCommit(forge.pulls().head(repository, pull));
        return Page.of(call, views.pulls.diffs(repository, pull))
                .answer(diff -> views.commits.file(repository, head, diff));
    }

    private Answer commits(Call call) {
        Repository repository = call.repository();
        return Page.of(call, forge.pulls().commits(repository, pull(call, repository)))
                .answer(commit -> views.commits.listed(repository, commit));
    }

    private Pull pull(Call call, Repository repository) {
        return forge.world().pull(repository, (int) call.number("pull_number")).orElseThrow(Refusal::notFound);
    }

    private Issue issue(Repository repository, Pull pull) {
        return forge.pulls().issue(repository, pull);
    }

    private void refuseImpossible(Repository repository, Pull pull, Body body) {
        boolean reopening = body.text("state").filter("open"::equals).isPresent()
                && !issue(repository, pull).open();
        boolean headGone = forge.git().branchTip(repository.id(), pull.head()).isEmpty();
        if (reopening && (pull.merged() || headGone)) {
            throw Refusal.validation(Refusal.custom(
                    "PullRequest",
                    "state",
                    pull.merged()
                            ? "state cannot be changed. The pull request cannot be reopened."
                            : "state cannot be changed. The " + pull.head() + " branch has been deleted."));
        }
    }

    /** A head is a branch, or one after its owner and a colon; other owners' repositories are no forks of this one. */
    private static String head(Repository repository, String head) {
        int colon = head.indexOf(':');
        if (colon < 0) {
            return head;
        }
        if (!head.substring(0, colon).equalsIgnoreCase(repository.owner())) {
            throw Refusal.validation(Refusal.fault("PullRequest", "head", "invalid"));
        }
        return head.substring(colon + 1);
    }

    /** GitHub filters by {@code owner:branch} and ignores a filter without an owner. */
    private static boolean fits(String filter, Repository repository, Pull pull) {
        return !filter.contains(":") || filter.equalsIgnoreCase(repository.owner() + ":" + pull.head());
    }

    private static Merges.Method method(String name) {
        try {
            return Merges.Method.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw Refusal.unprocessable(
                    "Invalid request.\n\n" + name + " is not a member of [\"merge\", \"squash\"," + " \"rebase\"].");
        }
    }
}
