package dev.slipway.change;

import dev.slipway.repository.Repository;
import dev.slipway.verification.Verification;

/**
 * A part of the road: runs the project's deploy commands on what was merged, in a read-only workspace of the default
 * branch. What fails, and what nobody can tell the end of, is for people: no agent mends it, and nothing deploys twice.
 */
final class Deployment {
    private final Gates gates;
    private final RunStatus status;
    private final WorkspaceSession session;
    private final HostSteps host;
    private final StepNames names;

    Deployment(
            ChangePlan plan,
            ChangeOptions options,
            Holdings holdings,
            Gates gates,
            RunStatus status,
            Helm helm,
            StepNames names) {
        this.gates = gates;
        this.status = status;
        this.names = names;
        session = holdings.deployment();
        AccountLeasing accounts = holdings.accounts();
        SeatLeasing seats = holdings.seats();
        Recovery recovery = new Recovery(accounts, seats, session, status, helm);
        host = new HostSteps(plan, options, accounts, seats, session, recovery, status, helm);
    }

    /**
     * Deploys the repository's default branch.
     *
     * @throws NeedsAttention where a person said no, where it failed, and where it can't be told whether it was done
     */
    void run(Repository repository) {
        gates.before(Step.DEPLOY);
        host.in(repository);
        try {
            note(host.deploy(names.next(Step.DEPLOY)), repository.defaultBranch());
        } catch (NeedsAttention stop) {
            session.close(false, false);
            throw stop;
        }
        session.close(false, false);
    }

    private void note(Verification outcome, String branch) {
        String what = outcome.passed()
                ? "deployed " + branch + " at " + session.host().commit()
                : outcome.failedPhase() + " failed: " + outcome.headline();
        status.note(Step.DEPLOY, what, outcome.passed(), outcome.duration(), outcome.log());
        if (!outcome.passed()) {
            throw new NeedsAttention(Step.DEPLOY, what);
        }
    }
}
