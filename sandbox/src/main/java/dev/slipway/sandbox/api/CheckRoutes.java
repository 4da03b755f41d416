package dev.slipway.sandbox.api;

import dev.slipway.sandbox.forge.Forge;
import dev.slipway.sandbox.forge.Refusal;
import dev.slipway.sandbox.http.Answer;
import dev.slipway.sandbox.http.Body;
import dev.slipway.sandbox.http.Call;
import dev.slipway.sandbox.http.Page;
import dev.slipway.sandbox.http.Route;
import dev.slipway.sandbox.world.CheckRun;
import dev.slipway.sandbox.world.Permission;
import dev.slipway.sandbox.world.Repository;
import dev.slipway.sandbox.world.Status;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Commit statuses and check runs. */
final class CheckRoutes {
    private static final Set<String> STATES = Set.of("error", "failure", "pending", "success");
    private static final String RUNS = "/repos/{owner}/{repo}/check-runs";

    private final Forge forge;
    private final Views views;

    CheckRoutes(Forge forge, Views views) {
        this.forge = forge;
        this.views = views;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/repos/{owner}/{repo}/statuses/{sha}", this::createStatus),
                Route.get("/repos/{owner}/{repo}/commits/{ref}/statuses", this::statuses),
                Route.get("/repos/{owner}/{repo}/commits/{ref}/status", this::combined),
                Route.post(RUNS, this::createRun),
                Route.get(RUNS + "/{check_run_id}", this::readRun),
                Route.patch(RUNS + "/{check_run_id}", this::changeRun),
                Route.get("/repos/{owner}/{repo}/commits/{ref}/check-runs", this::runs));
    }

    private Answer createStatus(Call call) {
        Repository repository = call.repository(Permission.WRITE);
        String sha = forge.resolve(repository, call.param("sha")).name();
        Body body = call.body();
        String state = body.requiredText("state");
        if (!STATES.contains(state)) {
            throw Refusal.validation(Refusal.fault("Status", "state", "invalid"));
        }
        Status created = forge.world()
                .write(tx -> tx.put(new Status(
                        tx.newId(),
                        repository.id(),
                        sha,
                        state,
                        body.text("context").orElse("default"),
                        body.textOr("description", null),
                        body.textOr("target_url", null),
                        call.account().login(),
                        tx.now())));
        return Answer.created(views.checks.status(repository, created));
    }

    private Answer statuses(Call call) {
        Repository repository = call.repository();
        return Page.of(call, newestFirst(repository, sha(call, repository)))
                .answer(status -> views.checks.status(repository, status));
    }

    private Answer combined(Call call) {
        Repository repository = call.repository();
        String sha = sha(call, repository);
        Map<String, Status> newest = new LinkedHashMap<>();
        newestFirst(repository, sha).forEach(status -> newest.putIfAbsent(status.context(), status));
        return Answer.ok(views.checks.combined(repository, sha, List.copyOf(newest.values()), call.caller()));
    }

    private Answer createRun(Call call) {
        refuseUsers(call);
        Repository repository = call.repository(Permission.WRITE);
        Body body = call.body();
        String name = body.requiredText("name");
        String sha = forge.resolve(repository, body.requiredText("head_sha")).name();
        CheckRun created = forge.world()
                .write(tx -> tx.put(run(
                        new CheckRun(
                                tx.newId(),
                                repository.id(),
                                sha,
                                name,
                                "queued",
                                null,
                                null,
                                null,
                                new CheckRun.Output(null, null, null),
                                tx.now(),
                                null),
                        body,
                        tx.now())));
        return Answer.created(views.checks.checkRun(repository, created));
    }

    private Answer readRun(Call call) {
        Repository repository = call.repository();
        return Answer.ok(views.checks.checkRun(repository, run(call, repository)));
    }

    private Answer changeRun(Call call) {
        refuseUsers(call);
        Repository repository = call.repository(Permission.WRITE);
        CheckRun old = run(call, repository);
        Body body = call.body();
        CheckRun changed = forge.world().write(tx -> tx.put(run(old, body, tx.now())));
        return Answer.ok(views.checks.checkRun(repository, changed));
    }

    private Answer runs(Call call) {
        Repository repository = call.repository();
        String sha = sha(call, repository);
        Collection<CheckRun> all = forge.world().checkRuns().within(repository.id());
        List<CheckRun> runs = all.stream()
                .filter(run -> run.sha().equals(sha))
                .filter(run -> fits(call, "check_name", run.name()) && fits(call, "status", run.status()))
                .toList();
        return Page.of(call, runs).counted("check_runs", run -> views.checks.checkRun(repository, run));
    }

    private static CheckRun run(CheckRun old, Body body, Instant now) {
        String conclusion = body.textOr("conclusion", old.conclusion());
        String status = conclusion != null ? "completed" : body.text("status").orElse(old.status());
        if (status.equals("completed") && conclusion == null) {
            throw Body.missing("conclusion");
        }
        return new CheckRun(
                old.id(),
                old.repository(),
                old.sha(),
                body.text("name").orElse(old.name()),
                status,
                conclusion,
                body.textOr("external_id", old.externalId()),
                body.textOr("details_url", old.detailsUrl()),
                body.has("output") ? output(body.object("output")) : old.output(),
                instant(body, "started_at").orElse(old.startedAt()),
                completedAt(old, body, status, now));
    }

    private static @Nullable Instant completedAt(CheckRun old, Body body, String status, Instant now) {
        if (!status.equals("completed")) {
            return null;
        }
        return instant(body, "completed_at")
                .or(() -> Optional.ofNullable(old.completedAt()))
                .orElse(now);
    }

    private static CheckRun.Output output(Body output) {
        Function<String, @Nullable String> text = field -> output.textOr(field, null);
        return new CheckRun.Output(text.apply("title"), text.apply("summary"), text.apply("text"));
    }

    private static void refuseUsers(Call call) {
        if (!call.caller().app()) {
            throw Refusal.forbidden("You must authenticate via a GitHub App.");
        }
    }

    private CheckRun run(Call call, Repository repository) {
        return forge.world()
                .checkRuns()
                .find(call.number("check_run_id"))
                .filter(run -> run.repository() == repository.id())
                .orElseThrow(Refusal::notFound);
    }

    private List<Status> newestFirst(Repository repository, String sha) {
        return forge.world().statuses().within(repository.id()).stream()
                .filter(status -> status.sha().equals(sha))
                .sorted(Comparator.comparingLong(Status::id).reversed())
                .toList();
    }

    private String sha(Call call, Repository repository) {
        return forge.resolve(repository, call.param("ref")).name();
    }

    private static boolean fits(Call call, String parameter, String value) {
        return call.query(parameter).map(value::equals).orElse(true);
    }

    private static Optional<Instant> instant(Body body, String field) {
        try {
            return body.text(field).map(Instant::parse);
        } catch (DateTimeParseException e) {
            throw Refusal.validation(Refusal.fault("CheckRun", field, "invalid"));
        }
    }
}
