package dev.slipway.sandbox.forge;

import dev.slipway.sandbox.git.Merging;
import dev.slipway.sandbox.git.RefChange;
import dev.slipway.sandbox.world.Account;
import dev.slipway.sandbox.world.Issue;
import dev.slipway.sandbox.world.ProjectMarker;
import dev.slipway.sandbox.world.Pull;
import dev.slipway.sandbox.world.Repository;
import dev.slipway.sandbox.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;

/** Opening pull requests and following them up to their merge. */
public final class Pulls {
    private static final Duration MERGES_IN_FLIGHT = Duration.ofMinutes(1);

    private final Forge forge;
    private final World world;

    /** What a new pull request says, and which branches it is about. */
    public record Wish(String title, @Nullable String body, String head, String base, boolean draft) {}

    Pulls(Forge forge) {
        this.forge = forge;
        this.world = forge.world();
    }

    /**
     * Opens a pull request.
     *
     * @throws Refusal when a branch does not exist, there is nothing to merge, or one is open for the same branches
     */
    public Pull open(Repository repository, Wish wish, Account author) {
        ObjectId head = tip(repository, wish.head(), "head");
        ObjectId base = tip(repository, wish.base(), "base");
        if (commits(repository, base, head).isEmpty()) {
            throw Refusal.validation(
                    Refusal.custom("PullRequest", null, "No commits between " + wish.base() + " and " + wish.head()));
        }
        if (forge.history(repository).mergeBase(base, head).isEmpty()) {
            String message = "The " + wish.head() + " branch has no history in common with " + wish.base();
            throw Refusal.validation(Refusal.custom("PullRequest", null, message));
        }
        return world.write(tx -> {
            refuseSecond(repository, wish);
            int number = Numbers.next(world, repository);
            var content = new Issue.Content(wish.title(), wish.body(), List.of(), List.of());
            tx.put(new Issue(
                    tx.newId(),
                    repository.id(),
                    number,
                    content,
                    author.login(),
                    null,
                    false,
                    true,
                    tx.now(),
                    tx.now()));
            keepHead(repository, number, head);
            return tx.put(new Pull(
                    tx.newId(),
                    repository.id(),
                    number,
                    wish.head(),
                    head.name(),
                    wish.base(),
                    base.name(),
                    wish.draft(),
                    ProjectMarker.runKey(wish.body(), wish.head()).orElse(null),
                    null));
        });
    }

    public Issue issue(Repository repository, Pull pull) {
        return world.issue(repository, pull.number()).orElseThrow(Refusal::notFound);
    }

    /** The head commit: the branch's while the pull request is open, else the last one seen. */
    public ObjectId head(Repository repository, Pull pull) {
        ObjectId seen = ObjectId.fromString(pull.headSha());
        return issue(repository, pull).open()
                ? forge.git().branchTip(repository.id(), pull.head()).orElse(seen)
                : seen;
    }

    /** The base commit: the branch's while the pull request is open, else the one it was merged or closed on. */
    public ObjectId base(Repository repository, Pull pull) {
        ObjectId seen = ObjectId.fromString(pull.baseSha());
        return issue(repository, pull).open()
                ? forge.git().branchTip(repository.id(), pull.base()).orElse(seen)
                : seen;
    }

    /** The commits that it would bring, or brought, oldest first. */
    public List<RevCommit> commits(Repository repository, Pull pull) {
        return commits(repository, base(repository, pull), head(repository, pull));
    }

    /** Whether it would merge without conflict; only open ones are tried. */
    public boolean mergeable(Repository repository, Pull pull) {
        return new Merging(forge.objects(repository))
                .tree(base(repository, pull), head(repository, pull))
                .isPresent();
    }

    /** Keeps the head's commits reachable, and fetchable as {@code refs/pull/<number>/head}, as GitHub does. */
    void keepHead(Repository repository, int number, ObjectId head) {
        String name = "refs/pull/" + number + "/head";
        ObjectId old =
                forge.git().ref(repository.id(), name).map(Ref::getObjectId).orElse(ObjectId.zeroId());
        if (!old.equals(head)) {
            new RefChange(name, old, head).apply(forge.objects(repository));
        }
    }

    /**
     * A merge is written down before the base branch moves. A kill between the two left the branch behind; here it is
     * moved, unless somebody pushed since.
     */
    void finishInterruptedMerges() {
        Instant last = world.pulls()
                .all()
                .filter(Pull::merged)
                .map(pull -> pull.merge().at())
                .max(Instant::compareTo)
                .orElse(Instant.MAX);
        world.pulls()
                .all()
                .filter(pull -> pull.merged() && !pull.merge().at().isBefore(last.minus(MERGES_IN_FLIGHT)))
                .forEach(this::finish);
    }

    private void finish(Pull pull) {
        world.repositories()
                .find(pull.repository())
                .filter(found -> !found.deleted()
                        && found.times().pushedAt().equals(pull.merge().at()))
                .ifPresent(found -> new RefChange(
                                Constants.R_HEADS + pull.base(),
                                ObjectId.fromString(pull.baseSha()),
                                ObjectId.fromString(pull.merge().sha()))
                        .apply(forge.objects(found)));
    }

    private List<RevCommit> commits(Repository repository, ObjectId base, ObjectId head) {
        return forge.history(repository).between(base, head);
    }

    private ObjectId tip(Repository repository, String branch, String field) {
        return forge.git()
                .branchTip(repository.id(), branch)
                .orElseThrow(() -> Refusal.validation(Refusal.fault("PullRequest", field, "invalid")));
    }

    private void refuseSecond(Repository repository, Wish wish) {
        boolean taken = world.pulls().within(repository.id()).stream()
                .filter(pull -> pull.head().equals(wish.head()) && pull.base().equals(wish.base()))
                .anyMatch(pull -> issue(repository, pull).open());
        if (taken) {
            String message = "A pull request already exists for " + repository.owner() + ":" + wish.head() + ".";
            throw Refusal.validation(Refusal.custom("PullRequest", null, message));
        }
    }
}
