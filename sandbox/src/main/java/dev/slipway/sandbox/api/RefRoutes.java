package dev.slipway.sandbox.api;

import dev.slipway.sandbox.forge.Forge;
import dev.slipway.sandbox.forge.Refusal;
import dev.slipway.sandbox.git.RefChange;
import dev.slipway.sandbox.http.Answer;
import dev.slipway.sandbox.http.Body;
import dev.slipway.sandbox.http.Call;
import dev.slipway.sandbox.http.Page;
import dev.slipway.sandbox.http.Route;
import dev.slipway.sandbox.world.Permission;
import dev.slipway.sandbox.world.Repository;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;

/** Refs by their full names. */
final class RefRoutes {
    private static final String REFS = "/repos/{owner}/{repo}/git/refs";
    private static final String PULLS = "refs/pull/";

    private final Forge forge;
    private final Views views;

    RefRoutes(Forge forge, Views views) {
        this.forge = forge;
        this.views = views;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/repos/{owner}/{repo}/git/ref/{ref}", this::read),
                Route.get("/repos/{owner}/{repo}/git/matching-refs/{ref}", this::matching),
                Route.get(REFS, this::all).undocumented(),
                Route.get(REFS + "/{ref}", this::readOrMatch).undocumented(),
                Route.post(REFS, this::create),
                Route.patch(REFS + "/{ref}", this::update),
                Route.delete(REFS + "/{ref}", this::delete));
    }

    private Answer read(Call call) {
        Repository repository = filled(call);
        return find(repository, call)
                .map(ref -> Answer.ok(views.commits.ref(repository, ref)))
                .orElseThrow(Refusal::notFound);
    }

    private Answer matching(Call call) {
        return list(call, filled(call), Constants.R_REFS + call.param("ref"));
    }

    private Answer all(Call call) {
        return list(call, filled(call), Constants.R_REFS);
    }

    /** GitHub's older route: one ref, or all that begin so. */
    private Answer readOrMatch(Call call) {
        Repository repository = filled(call);
        Optional<Ref> exact = find(repository, call);
        if (exact.isPresent()) {
            return Answer.ok(views.commits.ref(repository, exact.get()));
        }
        String prefix = Constants.R_REFS + call.param("ref");
        if (forge.git().refs(repository.id(), prefix).isEmpty()) {
            throw Refusal.notFound();
        }
        return list(call, repository, prefix);
    }

    private Answer create(Call call) {
        Repository repository = call.repository(Permission.WRITE);
        Body body = call.body();
        String name = body.requiredText("ref");
        ObjectId target = target(repository, body.requiredText("sha"));
        refuseEmpty(repository);
        if (!name.startsWith(Constants.R_REFS)
                || name.split("/").length < 3
                || !org.eclipse.jgit.lib.Repository.isValidRefName(name)
                || name.startsWith(PULLS)) {
            throw Refusal.unprocessable("Reference name must start with 'refs/' and must be a valid ref name.");
        }
        if (!new RefChange(name, ObjectId.zeroId(), target).apply(forge.objects(repository))) {
            throw Refusal.unprocessable("Reference already exists");
        }
        forge.branches()
                .moved(
                        repository,
                        List.of(new RefChange(name, ObjectId.zeroId(), target)),
                        call.account().login());
        Ref made = forge.git().ref(repository.id(), name).orElseThrow(Refusal::notFound);
        return Answer.created(views.commits.ref(repository, made));
    }

    private Answer update(Call call) {
        Repository repository = call.repository(Permission.WRITE);
        Body body = call.body();
        ObjectId target = target(repository, body.requiredText("sha"));
        Ref ref = writable(repository, call);
        RefChange change = new RefChange(ref.getName(), ref.getObjectId(), target);
        if (!body.flag("force", false) && !change.fastForward(forge.objects(repository))) {
            throw Refusal.unprocessable("Update is not a fast forward");
        }
        forge.branches().move(repository, change, call.account().login());
        Ref moved = forge.git().ref(repository.id(), ref.getName()).orElseThrow(Refusal::notFound);
        return Answer.ok(views.commits.ref(repository, moved));
    }

    private Answer delete(Call call) {
        Repository repository = call.repository(Permission.WRITE);
        Ref ref = writable(repository, call);
        if (forge.branches().isDefault(repository, ref.getName())) {
            throw Refusal.unprocessable("Cannot delete the default branch");
        }
        forge.branches()
                .move(
                        repository,
                        new RefChange(ref.getName(), ref.getObjectId(), ObjectId.zeroId()),
                        call.account().login());
        return Answer.noContent();
    }

    private Answer list(Call call, Repository repository, String prefix) {
        return Page.of(call, forge.git().refs(repository.id(), prefix))
                .answer(ref -> views.commits.ref(repository, ref));
    }

    private Optional<Ref> find(Repository repository, Call call) {
        return forge.git().ref(repository.id(), Constants.R_REFS + call.param("ref"));
    }

    private Ref writable(Repository repository, Call call) {
        return find(repository, call)
                .filter(ref -> !ref.getName().startsWith(PULLS))
                .orElseThrow(() -> Refusal.unprocessable("Reference does not exist"));
    }

    private ObjectId target(Repository repository, String sha) {
        if (!ObjectId.isId(sha) || forge.git().resolve(repository.id(), sha).isEmpty()) {
            throw Refusal.unprocessable("Object does not exist");
        }
        return ObjectId.fromString(sha);
    }

    private Repository filled(Call call) {
        Repository repository = call.repository();
        refuseEmpty(repository);
        return repository;
    }

    private void refuseEmpty(Repository repository) {
        if (forge.git().refs(repository.id(), Constants.R_HEADS).isEmpty()) {
            throw Refusal.conflict("Git Repository is empty.");
        }
    }
}
