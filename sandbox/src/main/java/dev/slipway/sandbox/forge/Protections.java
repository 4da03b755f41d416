package dev.slipway.sandbox.forge;

import dev.slipway.sandbox.world.Account;
import dev.slipway.sandbox.world.CheckRun;
import dev.slipway.sandbox.world.Permission;
import dev.slipway.sandbox.world.Protection;
import dev.slipway.sandbox.world.Pull;
import dev.slipway.sandbox.world.Repository;
import dev.slipway.sandbox.world.Status;
import dev.slipway.sandbox.world.World;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/** Protected branches: what stands in the way of a merge into them. */
public final class Protections {
    private static final Set<String> GOOD_ENDS = Set.of("success", "neutral", "skipped");

    private final Forge forge;
    private final World world;

    /** How a pull request stands to the rules of its base, as {@code mergeable_state} has it. */
    public enum Standing {
        /** Nothing is in the way. */
        MET,
        /** A required check did not succeed. */
        BLOCKED,
        /** The checks succeeded, for a head that lacks the base's newest commit. */
        BEHIND
    }

    Protections(Forge forge) {
        this.forge = forge;
        this.world = forge.world();
    }

    /** The branch's protection, where it has one. */
    public Optional<Protection> of(Repository repository, String branch) {
        return world.protections().within(repository.id()).stream()
                .filter(protection -> protection.branch().equals(branch))
                .findFirst();
    }

    /** Where an open pull request stands. */
    public Standing standing(Repository repository, Pull pull) {
        Optional<Protection> protection = of(repository, pull.base());
        if (protection.isEmpty() || protection.get().checks().isEmpty()) {
            return Standing.MET;
        }
        ObjectId head = forge.pulls().head(repository, pull);
        if (!protection.get().checks().stream().allMatch(check -> succeeded(repository, head, check))) {
            return Standing.BLOCKED;
        }
        ObjectId base = forge.pulls().base(repository, pull);
        boolean current = forge.history(repository)
                .mergeBase(base, head)
                .filter(base::equals)
                .isPresent();
        return protection.get().strict() && !current ? Standing.BEHIND : Standing.MET;
    }

    /** Refuses a merge as GitHub does; of a head that is behind too it says that its checks are expected. */
    void refuseUnlessMet(Repository repository, Pull pull, Account merger) {
        Optional<Protection> protection = of(repository, pull.base());
        if (protection.isEmpty() || standing(repository, pull) == Standing.MET) {
            return;
        }
        boolean admin = forge.access().of(merger.login(), repository).allows(Permission.ADMIN);
        if (admin && !protection.get().forAdmins()) {
            return;
        }
        List<String> checks = protection.get().checks();
        throw Refusal.of(
                405,
                checks.size() == 1
                        ? "Required status check \"" + checks.get(0) + "\" is expected."
                        : checks.size() + " of " + checks.size() + " required status checks are expected.");
    }

    private boolean succeeded(Repository repository, ObjectId head, String check) {
        Optional<String> status = world.statuses().within(repository.id()).stream()
                .filter(one -> one.sha().equals(head.name()) && one.context().equals(check))
                .max(Comparator.comparingLong(Status::id))
                .map(Status::state);
        Optional<String> run = world.checkRuns().within(repository.id()).stream()
                .filter(one -> one.sha().equals(head.name()) && one.name().equals(check))
                .max(Comparator.comparingLong(CheckRun::id))
                .map(one -> String.valueOf(one.conclusion()));
        return (status.isPresent() || run.isPresent())
                && status.map("success"::equals).orElse(true)
                && run.map(GOOD_ENDS::contains).orElse(true);
    }
}
