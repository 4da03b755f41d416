package dev.slipway.change;

import java.util.EnumSet;
import java.util.Set;

/** How far on the road a change is: what is done is not done again, unless a person goes back. */
final class Done {
    private final Set<Step> steps = EnumSet.noneOf(Step.class);

    /** Does it unless it is done. */
    void once(Step step, Runnable work) {
        if (!steps.contains(step)) {
            work.run();
            steps.add(step);
        }
    }

    /** An earlier execution did the agent's work before that step, and merged it before the deployment. */
    void before(Step from) {
        for (Step step : EnumSet.of(Step.GENERATE, Step.TESTS, Step.OPTIMISE)) {
            if (step.compareTo(from) < 0) {
                steps.add(step);
            }
        }
        if (from == Step.DEPLOY) {
            steps.addAll(EnumSet.range(Step.PUSH, Step.MERGE));
        }
        if (from == Step.VERIFY) {
            // It can't be told after which of the agent's tasks the build failed: those after the first are done again.
            steps.remove(Step.TESTS);
            steps.remove(Step.OPTIMISE);
        }
    }

    /** From that step on nothing is done any more. */
    void backTo(Step from) {
        steps.removeIf(step -> step.compareTo(from) >= 0 && step != Step.REPOSITORY);
    }
}
