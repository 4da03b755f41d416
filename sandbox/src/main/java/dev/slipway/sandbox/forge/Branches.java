package dev.slipway.sandbox.forge;

import dev.slipway.sandbox.git.RefChange;
import dev.slipway.sandbox.world.Issue;
import dev.slipway.sandbox.world.Pull;
import dev.slipway.sandbox.world.Repository;
import dev.slipway.sandbox.world.Transaction;
import dev.slipway.sandbox.world.World;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/** What follows when branches move, however they were moved. */
public final class Branches {
    private final Forge forge;
    private final World world;

    Branches(Forge forge) {
        this.forge = forge;
        this.world = forge.world();
    }

    /**
     * Moves a ref and does what follows.
     *
     * @throws Refusal 409 when the ref no longer has the expected value
     */
    public void move(Repository repository, RefChange change, String actor) {
        if (!change.apply(forge.objects(repository))) {
            throw Refusal.conflict("Reference cannot be updated: it was changed meanwhile");
        }
        moved(repository, List.of(change), actor);
    }

    /** Whether GitHub refuses a deletion since this is the branch that HEAD names. */
    public boolean isDefault(Repository repository, String ref) {
        return ref.equals(Constants.R_HEADS + forge.git().defaultBranch(repository.id()));
    }

    /**
     * To be called after refs moved: the repository was pushed to, open pull requests follow their branches, those
     * whose head has arrived in the base are merged, and those that lost a branch are closed.
     */
    public void moved(Repository repository, Collection<RefChange> changes, String actor) {
        forge.git().defaultBranch(repository.id());
        world.write(tx -> {
            world.repositories()
                    .find(repository.id())
                    .filter(found -> !found.deleted())
                    .ifPresent(found -> tx.put(found.pushed(tx.now())));
            for (Pull pull : world.pulls().within(repository.id())) {
                world.issue(repository, pull.number())
                        .filter(Issue::open)
                        .ifPresent(issue -> follow(tx, repository, pull, issue, changes, actor));
            }
            return null;
        });
    }

    private void follow(
            Transaction tx,
            Repository repository,
            Pull pull,
            Issue issue,
            Collection<RefChange> changes,
            String actor) {
        Optional<RefChange> head = changeOf(changes, pull.head());
        Optional<RefChange> base = changeOf(changes, pull.base());
        if (head.isEmpty() && base.isEmpty()) {
            return;
        }
        String headSha = head.filter(change -> !change.deletes())
                .map(change -> change.to().name())
                .orElse(pull.headSha());
        String baseSha = base.filter(change -> !change.deletes())
                .map(change -> change.to().name())
                .orElse(pull.baseSha());
        Pull followed = pull.withTips(headSha, baseSha);
        boolean arrived = base.isPresent()
                && !base.get().deletes()
                && forge.history(repository).contains(base.get().to(), ObjectId.fromString(headSha));
        if (arrived) {
            Pull arrivedPull = pull.withTips(headSha, pull.baseSha());
            tx.put(arrivedPull.merged(new Pull.Merge(tx.now(), actor, baseSha)));
            tx.put(issue.closed(actor, null, tx.now()));
        } else {
            tx.put(followed);
            boolean lost = head.filter(RefChange::deletes).isPresent()
                    || base.filter(RefChange::deletes).isPresent();
            tx.put(lost ? issue.closed(actor, null, tx.now()) : issue.with(issue.content(), tx.now()));
        }
        forge.pulls().keepHead(repository, pull.number(), ObjectId.fromString(headSha));
    }

    private static Optional<RefChange> changeOf(Collection<RefChange> changes, String branch) {
        return changes.stream()
                .filter(change -> change.ref().equals(Constants.R_HEADS + branch))
                .findFirst();
    }
}
