package dev.slipway.change;

import dev.slipway.repository.Merged;
import dev.slipway.repository.Repository;
import dev.slipway.workspace.CaughtUp;
import dev.slipway.workspace.Published;
import org.jspecify.annotations.Nullable;

/**
 * Gets the work onto its branch, and merged, also while others push to the branch or to its base. What comes in from
 * them is verified together with the work before it is pushed; where both changed the same places, the agent puts them
 * together, within its attempts.
 */
final class Publishing {
    /** Others who push so often while one change is on its way have to be talked to. */
    private static final int MOST_MOVES = 5;

    private final ChangePlan plan;
    private final HostSteps host;
    private final Mending mending;
    private final ChangeText text;
    private final StepNames names;
    private final AccountLeasing accounts;
    private final WorkspaceSession session;
    private final Gates gates;
    private final RunStatus status;

    private @Nullable Published published;

    Publishing(
            ChangePlan plan,
            HostSteps host,
            Mending mending,
            ChangeText text,
            StepNames names,
            AccountLeasing accounts,
            WorkspaceSession session,
            Gates gates,
            RunStatus status) {
        this.plan = plan;
        this.host = host;
        this.mending = mending;
        this.text = text;
        this.names = names;
        this.accounts = accounts;
        this.session = session;
        this.gates = gates;
        this.status = status;
    }

    /**
     * Pushes the verified work.
     *
     * @throws NeedsAttention where nothing was changed, or the branch does not come to rest
     */
    void publish() {
        gates.before(Step.PUSH);
        push(plan.merge() == null ? 1 : 2);
    }

    /**
     * Merges what was pushed. Where the branch has to be brought up to date first, a person's yes counts for what is
     * merged and is asked for again.
     *
     * @throws NeedsAttention where GitHub does not allow it
     */
    void merge(Repository repository, Proposal proposal) {
        gates.before(Step.MERGE);
        Merged merged = proposal.merge(repository, published);
        for (int moves = 1; !merged.merged(); moves++) {
            if (!merged.afterCatchingUp() || moves > MOST_MOVES) {
                throw new NeedsAttention(Step.MERGE, "not merged: " + merged.reason());
            }
            status.note(Step.MERGE, "not merged yet: " + merged.reason(), false);
            catchUp(true);
            push(1);
            session.close(false, true);
            gates.backTo(Step.MERGE);
            gates.before(Step.MERGE);
            merged = proposal.merge(repository, published);
        }
        status.note(Step.MERGE, "merged", true);
    }

    /** @param writes to GitHub that follow */
    private void push(int writes) {
        int moves = 0;
        while (true) {
            // Asked for now, so that opening the pull request does not wait for the pool's answer.
            accounts.order(writes);
            published = host.publish(names.next(Step.PUSH), text.commitMessage(mending.verification()));
            if (!published.findings().isEmpty()) {
                status.note(Step.PUSH, "held back by " + published.findings().size() + " findings", false);
                mending.mend(published.findings(), published.excerpt());
            } else if (!published.conflicts().isEmpty()) {
                status.note(Step.PUSH, "held back by marks of conflicts", false);
                mending.reconcile(published.conflicts(), published.excerpt());
            } else if (!published.moved()) {
                break;
            } else if (++moves > MOST_MOVES) {
                throw new NeedsAttention(
                        Step.PUSH, plan.branch() + " was moved by others " + moves + " times while this was verified");
            } else {
                status.note(Step.PUSH, "others pushed to " + plan.branch(), false);
                catchUp(false);
            }
        }
        if (!published.changed()) {
            throw new NeedsAttention(Step.PUSH, "nothing was changed, so there is nothing to propose");
        }
        status.note(Step.PUSH, "pushed " + published.files() + " files to " + plan.branch(), true);
    }

    private void catchUp(boolean withBase) {
        while (true) {
            // Whether all of it goes together has to be seen, also by an execution that goes on in place of this one.
            mending.unverified();
            CaughtUp came = host.catchUp(names.next(Step.PUSH), withBase);
            if (came.findings().isEmpty()) {
                status.note(Step.PUSH, came.with().isEmpty() ? "up to date" : "brought in " + came.with(), true);
                if (came.conflicts().isEmpty()) {
                    mending.untilGreen();
                } else {
                    mending.reconcile(came.conflicts(), came.excerpt());
                }
                return;
            }
            mending.mend(came.findings(), came.excerpt());
        }
    }
}
