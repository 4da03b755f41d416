package dev.slipway.change;

import dev.slipway.agent.AgentResult;
import dev.slipway.agent.AgentTask;
import dev.slipway.artifact.ArtifactRef;
import dev.slipway.scan.Finding;
import dev.slipway.verification.Verification;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Verify, and fix with the failing output, until it is green or the attempts are used up. */
final class Mending {
    private final ChangePlan plan;
    private final HostSteps host;
    private final AgentRounds agents;
    private final StepNames names;
    private final Attempts attempts;
    private final RunStatus status;
    private final Helm helm;

    private boolean green;
    private @Nullable Verification verification;
    private @Nullable Trouble found;

    Mending(
            ChangePlan plan,
            HostSteps host,
            AgentRounds agents,
            StepNames names,
            Attempts attempts,
            RunStatus status,
            Helm helm) {
        this.plan = plan;
        this.host = host;
        this.agents = agents;
        this.names = names;
        this.attempts = attempts;
        this.status = status;
        this.helm = helm;
    }

    /** What is wrong with the work: for people in one line, for the agent in an artifact. */
    private record Trouble(
            Step step, String headline, @Nullable ArtifactRef excerpt) {}

    /**
     * An earlier execution did what comes before that step. Only what comes after the verification tells that there was
     * one that passed; before an agent's task that is still to come, its own verification suffices.
     */
    void goesOnAt(Step from) {
        green = from.compareTo(Step.FIX) > 0
                || (from == Step.TESTS && plan.withTests())
                || (from == Step.OPTIMISE && plan.optimise());
    }

    /** Where another execution has to go on that finds only what this one left when it stopped there. */
    Step resumesAt(Step stopped) {
        boolean built = stopped.compareTo(Step.FIX) > 0 && stopped.compareTo(Step.DEPLOY) < 0;
        return built && !green ? Step.VERIFY : stopped;
    }

    /** A person wants it again from that step on. */
    void backTo(Step from) {
        if (from.compareTo(Step.VERIFY) <= 0) {
            green = false;
            found = null;
        }
        if (from == Step.GENERATE) {
            agents.beginAnew();
        }
    }

    /** Lets the agent work; what it did is not verified yet. */
    void work(AgentTask task, @Nullable ArtifactRef failure) {
        green = false;
        AgentResult result = agents.run(task, failure);
        found = result.findings().isEmpty() ? null : trouble(Step.VERIFY, result.findings(), result.excerpt());
    }

    /**
     * Goes on until the work builds and its tests pass.
     *
     * @throws NeedsAttention when the attempts are used up
     */
    void untilGreen() {
        while (!green) {
            Trouble trouble = found != null ? found : verify();
            if (trouble == null) {
                green = true;
            } else {
                fix(trouble);
            }
        }
    }

    /** The scan before the push found something: fix that, and whatever the fix breaks. */
    void mend(List<Finding> findings, @Nullable ArtifactRef excerpt) {
        fix(trouble(Step.PUSH, findings, excerpt));
        untilGreen();
    }

    /** Others changed the same places: the agent puts both together. */
    void reconcile(List<String> conflicts, @Nullable ArtifactRef excerpt) {
        String more = conflicts.size() == 1 ? "" : " and " + (conflicts.size() - 1) + " more";
        String where = Text.unmentioned(Text.oneLine(conflicts.get(0), 120));
        fix(new Trouble(Step.PUSH, "others changed the same places of " + where + more, excerpt));
        untilGreen();
    }

    /** Something else than the agent is about to change the work. */
    void unverified() {
        green = false;
    }

    private void fix(Trouble trouble) {
        attempts.spend(trouble.step(), trouble.headline());
        helm.waits(plan.retryDelay(), "before the next attempt");
        work(AgentTask.FIX, trouble.excerpt());
    }

    private @Nullable Trouble verify() {
        Verification outcome = host.verify(names.next(Step.VERIFY));
        verification = outcome;
        status.journal().verified(outcome);
        status.note(
                Step.VERIFY,
                outcome.passed() ? "passed" : outcome.failedPhase() + " failed: " + outcome.headline(),
                outcome.passed(),
                outcome.duration(),
                outcome.log());
        return outcome.passed()
                ? null
                : new Trouble(Step.VERIFY, outcome.failedPhase() + " failed: " + outcome.headline(), outcome.excerpt());
    }

    private static Trouble trouble(Step step, List<Finding> findings, @Nullable ArtifactRef excerpt) {
        Finding first = findings.get(0);
        String where = first.path() + ":" + first.line() + " (" + first.rule() + ")";
        String more = findings.size() == 1 ? "" : " and " + (findings.size() - 1) + " more";
        return new Trouble(step, "a secret is in " + where + more, excerpt);
    }

    /** The last verification; null before the first. */
    @Nullable
    Verification verification() {
        return verification;
    }
}
