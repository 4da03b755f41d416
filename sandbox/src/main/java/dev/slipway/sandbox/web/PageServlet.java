package dev.slipway.sandbox.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.sandbox.forge.Forge;
import dev.slipway.sandbox.git.FileDiff;
import dev.slipway.sandbox.git.TreeEntry;
import dev.slipway.sandbox.http.Credentials;
import dev.slipway.sandbox.http.RequestFacts;
import dev.slipway.sandbox.world.Caller;
import dev.slipway.sandbox.world.Comment;
import dev.slipway.sandbox.world.Issue;
import dev.slipway.sandbox.world.Pull;
import dev.slipway.sandbox.world.Repository;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/** Pages to read: a repository with its files, an issue, a pull request with its changes. */
public final class PageServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Pattern PATH =
            Pattern.compile("/(?<owner>[^/]+)/(?<name>[^/]+)(/(issues|pull)/(?<number>\\d{1,9}))?/?");

    private final transient Forge forge;
    private final transient Credentials credentials;

    public PageServlet(Forge forge, Credentials credentials) {
        this.forge = forge;
        this.credentials = credentials;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Caller caller = credentials.read(request).orElse(Caller.ANONYMOUS);
        RequestFacts.of(request).caller(caller);
        String path = request.getRequestURI();
        Optional<String> page = path.equals("/") ? Optional.of(home(caller)) : page(path, caller);
        response.setStatus(page.isPresent() ? 200 : 404);
        response.setContentType("text/html; charset=utf-8");
        // Everything shown was written by strangers: it is escaped, and nothing may run.
        response.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
        response.getOutputStream()
                .write(page.orElseGet(() -> Html.page("Not found", Html.paragraph("There is nothing here.")))
                        .getBytes(UTF_8));
    }

    private Optional<String> page(String path, Caller caller) {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Optional<Repository> found = forge.world()
                .repository(matcher.group("owner"), matcher.group("name"))
                .filter(repository -> forge.access().sees(caller, repository));
        String number = matcher.group("number");
        return number == null
                ? found.map(this::repository)
                : found.flatMap(repository -> issue(repository, Integer.parseInt(number)));
    }

    private String home(Caller caller) {
        StringBuilder body = new StringBuilder();
        forge.world()
                .existingRepositories()
                .filter(repository -> forge.access().sees(caller, repository))
                .forEach(repository -> body.append(Html.item(
                        "/" + repository.fullName(),
                        repository.fullName(),
                        String.valueOf(Optional.ofNullable(repository.profile().description())
                                .orElse("")))));
        return Html.page("Repositories", body.toString());
    }

    private String repository(Repository repository) {
        StringBuilder body = new StringBuilder();
        Optional.ofNullable(repository.profile().description())
                .map(Html::paragraph)
                .ifPresent(body::append);
        body.append(Html.heading("Pull requests and issues"));
        for (Issue issue : forge.world().issues().within(repository.id())) {
            String kind = issue.pull() ? "/pull/" : "/issues/";
            body.append(Html.item(
                    "/" + repository.fullName() + kind + issue.number(),
                    "#" + issue.number() + " " + issue.content().title(),
                    issue.state()));
        }
        String branch = forge.git().defaultBranch(repository.id());
        body.append(Html.heading("Files on " + branch));
        forge.git()
                .branchTip(repository.id(), branch)
                .flatMap(forge.history(repository)::commit)
                .ifPresent(commit -> TreeEntry.list(forge.objects(repository), commit.getTree(), true).stream()
                        .filter(entry -> !entry.folder())
                        .forEach(entry -> body.append(Html.paragraph(entry.path()))));
        return Html.page(repository.fullName(), body.toString());
    }

    private Optional<String> issue(Repository repository, int number) {
        return forge.world().issue(repository, number).map(issue -> {
            Optional<Pull> pull = forge.world().pull(repository, number);
            StringBuilder body = new StringBuilder(Html.link("/" + repository.fullName(), repository.fullName()));
            body.append(Html.paragraph(state(issue, pull) + ", opened by " + issue.author()));
            body.append(Html.text(Optional.ofNullable(issue.content().body()).orElse("")));
            for (Comment comment : forge.world().comments().within(repository.id())) {
                if (comment.issue() == number) {
                    body.append(Html.heading(comment.author())).append(Html.text(comment.body()));
                }
            }
            pull.ifPresent(found -> body.append(changes(repository, found)));
            return Html.page("#" + number + " " + issue.content().title(), body.toString());
        });
    }

    private static String state(Issue issue, Optional<Pull> pull) {
        String branches =
                pull.map(found -> ": " + found.head() + " into " + found.base()).orElse("");
        return (pull.filter(Pull::merged).isPresent() ? "merged" : issue.state()) + branches;
    }

    private String changes(Repository repository, Pull pull) {
        ObjectId head = forge.pulls().head(repository, pull);
        RevCommit left = forge.history(repository)
                .mergeBase(forge.pulls().base(repository, pull), head)
                .orElse(null);
        StringBuilder body = new StringBuilder(Html.heading("Changes"));
        for (FileDiff diff : FileDiff.between(
                forge.objects(repository), left, forge.history(repository).existingCommit(head))) {
            body.append(Html.paragraph(
                    diff.status() + " " + diff.path() + " +" + diff.additions() + " -" + diff.deletions()));
            diff.patch().map(Html::text).ifPresent(body::append);
        }
        return body.toString();
    }
}
