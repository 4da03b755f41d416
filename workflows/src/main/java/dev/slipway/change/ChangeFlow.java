package dev.slipway.change;

import dev.slipway.agent.AgentTask;
import dev.slipway.repository.Repository;
import dev.slipway.run.RunState;
import dev.slipway.run.WaitReason;
import dev.slipway.run.WorkflowClock;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The road that every change takes: generate, verify, fix, scan and push, pull request, merge, deploy. Plain workflow
 * code for the workflows that run a change; they hand the signals of {@link ChangeSignals} to its {@link #holdings}.
 *
 * <p>It stops in NEEDS_ATTENTION where only a person can help, and goes on from there when one chooses; what is done
 * is not done again.
 */
public final class ChangeFlow {
    private final ChangePlan plan;
    private final RepositorySource source;
    private final ChangeReporter reporter;
    private final RunStatus status;
    private final Holdings holdings;
    private final AccountLeasing accounts;
    private final SeatLeasing seats;
    private final WorkspaceSession session;
    private final GitHubSteps github;
    private final Topics topics;
    private final HostSteps host;
    private final StepNames names;
    private final Attempts attempts;
    private final Mending mending;
    private final Publishing publishing;
    private final Proposal proposal;
    private final Remark remark;
    private final Deployment deployment;
    private final CleanUp cleanUp;
    private final Gates gates;
    private final Helm helm;

    private final Done done = new Done();
    private @Nullable Repository repository;
    private @Nullable Steering choice;

    public ChangeFlow(ChangePlan plan, ChangeOptions options, RepositorySource source, ChangeReporter reporter) {
        this.plan = plan;
        this.source = source;
        this.reporter = reporter;
        status = new RunStatus(plan.agent());
        holdings = new Holdings(plan, options, status);
        session = holdings.session();
        accounts = holdings.accounts();
        gates = new Gates(plan.gates(), options, status, holdings::giveBackForLong);
        helm = new Helm(plan, options, status, reporter, gates, holdings::giveBackForLong);
        holdings.steeredBy(helm);
        seats = holdings.seats();
        Recovery recovery = new Recovery(accounts, seats, session, status, helm);
        github = new GitHubSteps(accounts, recovery, helm);
        topics = new Topics(source, github, status);
        host = new HostSteps(plan, options, accounts, seats, session, recovery, status, helm);
        names = status.journal().names(plan);
        attempts = new Attempts(plan.maxRetries());
        AgentRounds agents = new AgentRounds(plan, host, seats, names, attempts, status, helm);
        mending = new Mending(plan, host, agents, names, attempts, status, helm);
        ChangeText text = new ChangeText(plan, status);
        publishing = new Publishing(plan, host, mending, text, names, accounts, session, gates, status);
        proposal = new Proposal(plan, github, text, status);
        remark = new Remark(plan, proposal, accounts, github, status);
        deployment = new Deployment(plan, options, holdings, gates, status, helm, names);
        cleanUp = new CleanUp(plan, session, accounts, github, status);
    }

    /** Where the change is. */
    public RunStatus status() {
        return status;
    }

    /** Where pools and hosts answer. */
    public Holdings holdings() {
        return holdings;
    }

    /** Where people steer it. */
    public Helm helm() {
        return helm;
    }

    /**
     * Goes the whole road, as often as people ask for it.
     *
     * @return COMPLETED, SKIPPED or FAILED; everything is given back and reported
     * @throws io.temporal.failure.CanceledFailure when cancelled; everything is given back and reported
     */
    public RunState run() {
        try {
            if (plan.by() != null) {
                status.note(Step.ACCOUNT, "run again by " + plan.by(), null);
            }
            // Ended before it came that far, it is taken up there again and not at the beginning.
            status.aimsAt(plan.from());
            status.enterWaiting(Step.ACCOUNT, WaitReason.ACCOUNT, "for an account");
            if (plan.from() == null || plan.from().compareTo(Step.PUSH) < 0) {
                // Along with the account, so that nobody waits for the pool's answer later.
                seats.ask(AgentTask.GENERATE);
            }
            while (true) {
                try {
                    road();
                    return end(RunState.COMPLETED, "");
                } catch (NeedsAttention stop) {
                    choice = rest(stop).orElse(null);
                    if (choice == null || choice.kind() == Steering.Kind.ABANDON) {
                        return fail(stop);
                    }
                    if (choice.kind() == Steering.Kind.SKIP) {
                        return skipped(stop);
                    }
                }
            }
        } catch (TemporalFailure failure) {
            if (CancellationScope.current().isCancelRequested()) {
                Cancellation why = Cancellation.of(CancellationScope.current().getCancellationReason());
                CancellationScope cleanup = Workflow.newDetachedCancellationScope(() -> cancelled(why));
                cleanup.run();
            }
            throw failure;
        }
    }

    private void road() {
        done.once(Step.REPOSITORY, this::begin);
        done.once(Step.GENERATE, () -> mending.work(AgentTask.GENERATE, null));
        mending.untilGreen();
        if (plan.withTests()) {
            done.once(Step.TESTS, () -> mending.work(AgentTask.TESTS, null));
            mending.untilGreen();
        }
        if (plan.optimise()) {
            done.once(Step.OPTIMISE, () -> mending.work(AgentTask.OPTIMISE, null));
            mending.untilGreen();
        }
        done.once(Step.PUSH, publishing::publish);
        done.once(Step.PULL_REQUEST, this::openPullRequest);
        if (plan.merge() != null) {
            done.once(Step.MERGE, () -> publishing.merge(repository, proposal));
        }
        if (plan.deploys()) {
            done.once(Step.DEPLOY, () -> deployment.run(repository));
        }
    }

    /** An execution that goes on where an earlier one stopped looks whether that one's work can still be had. */
    private void begin() {
        createRepository();
        Step from = plan.from();
        if (from == null || from == Step.GENERATE) {
            return;
        }
        mending.goesOnAt(from);
        if (from == Step.DEPLOY) {
            propose();
            done.before(from);
        } else if (host.restored(from)) {
            done.before(from);
            status.note(from, "goes on from step " + from + " of an earlier run", true);
        } else {
            status.note(from, "nothing is left of an earlier run; begins anew", false);
        }
    }

    private void createRepository() {
        int writes = source.writes() + topics.writes();
        repository = github.call(Step.REPOSITORY, "repository", writes, (api, permit) -> {
            status.enter(Step.REPOSITORY);
            Repository found = source.get(api, permit.lease(), permit.writes());
            topics.begin(found, permit);
            return found;
        });
        status.spent(repository.requests());
        status.has(repository);
        status.note(Step.REPOSITORY, (repository.created() ? "created " : "found ") + repository.id(), true);
        host.in(repository);
    }

    private void openPullRequest() {
        gates.before(Step.PULL_REQUEST);
        Promise<Void> closing = Async.procedure(session::close, false, true);
        propose();
        closing.get();
    }

    private void propose() {
        proposal.open(repository, mending.verification());
        topics.finish(repository);
    }

    /** Rests until a person chooses; empty when its patience ends. */
    private Optional<Steering> rest(NeedsAttention stop) {
        remark.rests(repository, stop);
        helm.rests();
        status.needsAttention(stop, WorkflowClock.now().plus(plan.patience()));
        Promise<Boolean> reported = reporter.report(status);
        holdings.giveBackForLong();
        reported.get();
        Optional<Steering> heard = helm.choice(plan.patience());
        if (heard.isPresent() && heard.get().kind() == Steering.Kind.RETRY) {
            attempts.renew();
            Step from = heard.get().step();
            if (from != null) {
                done.backTo(from);
                mending.backTo(from);
                gates.backTo(from);
            }
            status.resume();
            reporter.report(status).get();
        }
        return heard;
    }

    private RunState skipped(NeedsAttention stop) {
        String why = "skipped by " + choice.by() + ": " + stop.reason();
        if (stop.step() != Step.DEPLOY) {
            status.failedIn(mending.resumesAt(stop.step()));
            return end(RunState.SKIPPED, why);
        }
        // What is merged is complete; as a skipped one it would be deployed by the next run of its batch.
        status.note(Step.DEPLOY, why, null);
        return end(RunState.COMPLETED, why);
    }

    private RunState fail(NeedsAttention stop) {
        helm.ends("is being cleaned up: it failed");
        status.enter(Step.CLEANUP);
        remark.ends(repository, stop);
        boolean abandoned = choice != null;
        if (repository != null && (abandoned || plan.cleanupOnFailure())) {
            cleanUp.after(repository, plan.cleanupOnFailure() && !proposal.isThere());
        }
        // Where it failed, and not where it was cleaned up, is what the next run wants to know.
        status.failedIn(mending.resumesAt(stop.step()));
        return end(RunState.FAILED, stop.reason());
    }

    private RunState end(RunState state, String reason) {
        Promise<Boolean> released = accounts.giveBack();
        Promise<Boolean> seat = seats.giveBack();
        status.end(state, reason);
        Promise<Boolean> reported = reporter.report(status);
        Promise.allOf(released, seat, reported, status.journal().close(status)).get();
        return state;
    }

    private void cancelled(Cancellation why) {
        helm.ends("is being cancelled");
        status.note(status.step(), why.reason(), false);
        status.failedIn(mending.resumesAt(status.step()));
        holdings.deployment().close(false, false);
        cleanUp.after(why, repository);
        end(RunState.CANCELLED, why.reason());
    }
}
