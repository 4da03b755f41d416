package dev.slipway.sandbox.forge;

import dev.slipway.sandbox.git.CommitMaker;
import dev.slipway.sandbox.git.Merging;
import dev.slipway.sandbox.git.RefChange;
import dev.slipway.sandbox.world.Account;
import dev.slipway.sandbox.world.Issue;
import dev.slipway.sandbox.world.Pull;
import dev.slipway.sandbox.world.Repository;
import dev.slipway.sandbox.world.World;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;

/** Merging a pull request, in Git and in the world. */
public final class Merges {
    private final Forge forge;
    private final World world;

    /** How to merge. */
    public enum Method {
        MERGE,
        SQUASH,
        REBASE
    }

    /**
     * @param title the commit's first line, where not GitHub's own
     * @param message the rest of the commit's message, where not GitHub's own
     * @param expectedHead the head that the caller saw
     */
    public record Order(
            Method method, Optional<String> title, Optional<String> message, Optional<String> expectedHead) {}

    public Merges(Forge forge) {
        this.forge = forge;
        this.world = forge.world();
    }

    /**
     * Merges and answers the commit that is now the base branch's tip.
     *
     * @throws Refusal 405 when it cannot be merged, 409 when head or base moved meanwhile
     */
    public ObjectId merge(Repository repository, Pull pull, Order order, Account merger) {
        Issue issue = forge.pulls().issue(repository, pull);
        refuseUnlessAllowed(repository, pull, issue, order.method());
        ObjectId head = forge.pulls().head(repository, pull);
        if (order.expectedHead().filter(sha -> !sha.equals(head.name())).isPresent()) {
            throw Refusal.conflict("Head branch was modified. Review and try the merge again.");
        }
        forge.protections().refuseUnlessMet(repository, pull, merger);
        ObjectId base = forge.pulls().base(repository, pull);
        ObjectId merged = make(repository, pull, issue, order, base, head, merger)
                .orElseThrow(() -> Refusal.of(405, "Pull Request is not mergeable"));
        Pull before = pull.withTips(head.name(), base.name());
        RefChange change = new RefChange(Constants.R_HEADS + pull.base(), base, merged);
        world.write(tx -> {
            if (!forge.pulls().issue(repository, pull).open()) {
                throw Refusal.of(405, "Pull Request is not mergeable");
            }
            tx.put(before.merged(new Pull.Merge(tx.now(), merger.login(), merged.name())));
            tx.put(issue.closed(merger.login(), null, tx.now()));
            return tx.put(forge.repositories().current(repository).pushed(tx.now()));
        });
        if (!change.apply(forge.objects(repository))) {
            world.write(tx -> {
                tx.put(issue);
                return tx.put(before);
            });
            throw Refusal.conflict("Base branch was modified. Review and try the merge again.");
        }
        forge.branches().moved(repository, List.of(change), merger.login());
        deleteHeadWhereWanted(repository, pull, head, merger);
        return merged;
    }

    private void refuseUnlessAllowed(Repository repository, Pull pull, Issue issue, Method method) {
        Repository.MergeRules rules = repository.mergeRules();
        switch (method) {
            case MERGE -> refuseIf(!rules.mergeCommit(), "Merge commits are not allowed on this repository.");
            case SQUASH -> refuseIf(!rules.squash(), "Squash merges are not allowed on this repository.");
            case REBASE -> refuseIf(!rules.rebase(), "Rebase merges are not allowed on this repository.");
        }
        refuseIf(pull.draft(), "Pull Request is still a draft");
        refuseIf(!issue.open(), "Pull Request is not mergeable");
    }

    private static void refuseIf(boolean refused, String message) {
        if (refused) {
            throw Refusal.of(405, message);
        }
    }

    private Optional<ObjectId> make(
            Repository repository, Pull pull, Issue issue, Order order, ObjectId base, ObjectId head, Account merger) {
        Merging merging = new Merging(forge.objects(repository));
        PersonIdent signature = forge.signature(merger);
        return switch (order.method()) {
            case MERGE -> {
                String title =
                        "Merge pull request #" + pull.number() + " from " + repository.owner() + "/" + pull.head();
                String text = words(order, title, issue.content().title());
                yield merging.mergeCommit(base, head, new CommitMaker.Words(signature, signature, text));
            }
            case SQUASH -> {
                List<RevCommit> commits = forge.pulls().commits(repository, pull);
                String title = issue.content().title() + " (#" + pull.number() + ")";
                String text = words(order, title, listed(commits));
                yield merging.squash(base, head, new CommitMaker.Words(signature, signature, text));
            }
            case REBASE -> merging.rebase(base, head, signature);
        };
    }

    private static String listed(List<RevCommit> commits) {
        return commits.size() == 1
                ? ""
                : commits.stream()
                        .map(commit -> "* " + commit.getFullMessage().strip())
                        .collect(Collectors.joining("\n\n"));
    }

    private static String words(Order order, String title, String message) {
        String body = order.message().orElse(message);
        return order.title().orElse(title) + (body.isBlank() ? "" : "\n\n" + body);
    }

    private void deleteHeadWhereWanted(Repository repository, Pull pull, ObjectId head, Account merger) {
        String ref = Constants.R_HEADS + pull.head();
        if (repository.mergeRules().deleteBranchOnMerge() && !forge.branches().isDefault(repository, ref)) {
            RefChange deletion = new RefChange(ref, head, ObjectId.zeroId());
            if (deletion.apply(forge.objects(repository))) {
                forge.branches().moved(repository, List.of(deletion), merger.login());
            }
        }
    }
}
