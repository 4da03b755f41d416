package dev.slipway.sandbox.api;

import dev.slipway.sandbox.forge.Forge;
import dev.slipway.sandbox.forge.Refusal;
import dev.slipway.sandbox.http.Answer;
import dev.slipway.sandbox.http.Call;
import dev.slipway.sandbox.http.Page;
import dev.slipway.sandbox.http.Route;
import dev.slipway.sandbox.world.Comment;
import dev.slipway.sandbox.world.Issue;
import dev.slipway.sandbox.world.Permission;
import dev.slipway.sandbox.world.Repository;
import java.time.Instant;
import java.util.List;

/** Comments on issues and pull requests. */
final class CommentRoutes {
    private static final String ON_ISSUE = "/repos/{owner}/{repo}/issues/{issue_number}/comments";
    private static final String COMMENTS = "/repos/{owner}/{repo}/issues/comments";

    private final Forge forge;
    private final Views views;

    CommentRoutes(Forge forge, Views views) {
        this.forge = forge;
        this.views = views;
    }

    List<Route> routes() {
        return List.of(
                Route.get(ON_ISSUE, this::onIssue),
                Route.post(ON_ISSUE, this::create),
                Route.get(COMMENTS, this::inRepository),
                Route.get(COMMENTS + "/{comment_id}", this::read),
                Route.patch(COMMENTS + "/{comment_id}", this::change),
                Route.delete(COMMENTS + "/{comment_id}", this::delete));
    }

    private Answer onIssue(Call call) {
        Repository repository = call.repository();
        int number = IssueRoutes.issue(forge, call, repository).number();
        return list(
                call,
                repository,
                comments(repository).stream()
                        .filter(comment -> comment.issue() == number)
                        .toList());
    }

    private Answer inRepository(Call call) {
        Repository repository = call.repository();
        return list(call, repository, comments(repository));
    }

    private Answer create(Call call) {
        Repository repository = call.repository(Permission.READ);
        Issue issue = IssueRoutes.issue(forge, call, repository);
        String body = text(call);
        Comment created = forge.world().write(tx -> {
            tx.put(issue.with(issue.content(), tx.now()));
            return tx.put(new Comment(
                    tx.newId(), repository.id(), issue.number(), call.account().login(), body, tx.now(), tx.now()));
        });
        return Answer.created(views.issues.comment(repository, created));
    }

    private Answer read(Call call) {
        Repository repository = call.repository();
        return Answer.ok(views.issues.comment(repository, comment(call, repository)));
    }

    private Answer change(Call call) {
        Repository repository = call.repository(Permission.READ);
        Comment comment = editable(call, repository);
        String body = text(call);
        return Answer.ok(views.issues.comment(
                repository, forge.world().write(tx -> tx.put(comment.withBody(body, tx.now())))));
    }

    private Answer delete(Call call) {
        Repository repository = call.repository(Permission.READ);
        Comment comment = editable(call, repository);
        forge.world().write(tx -> {
            tx.remove(comment);
            return null;
        });
        return Answer.noContent();
    }

    private Answer list(Call call, Repository repository, List<Comment> comments) {
        Instant since = call.instant("since").orElse(Instant.MIN);
        List<Comment> recent = comments.stream()
                .filter(comment -> !comment.updatedAt().isBefore(since))
                .toList();
        return Page.of(call, recent).answer(comment -> views.issues.comment(repository, comment));
    }

    private List<Comment> comments(Repository repository) {
        return List.copyOf(forge.world().comments().within(repository.id()));
    }

    private Comment comment(Call call, Repository repository) {
        return forge.world()
                .comments()
                .find(call.number("comment_id"))
                .filter(comment -> comment.repository() == repository.id())
                .orElseThrow(Refusal::notFound);
    }

    private Comment editable(Call call, Repository repository) {
        Comment comment = comment(call, repository);
        boolean writer = forge.access().of(call.caller(), repository).allows(Permission.WRITE);
        if (!writer && !call.caller().is(comment.author())) {
            throw Refusal.forbidden("Must have push access to Repository.");
        }
        return comment;
    }

    private static String text(Call call) {
        String body = call.body().requiredText("body");
        if (body.isBlank()) {
            throw Refusal.validation(Refusal.custom("IssueComment", "body", "body cannot be blank"));
        }
        if (body.length() > IssueRoutes.LONGEST_BODY) {
            throw Refusal.validation(Refusal.custom(
                    "IssueComment",
                    "body",
                    "body is too long (maximum is " + IssueRoutes.LONGEST_BODY + " characters)"));
        }
        return body;
    }
}
