package dev.slipway.activities.agent;

import dev.slipway.activities.failure.Failures;
import dev.slipway.failure.FailureType;
import dev.slipway.seat.CanaryBegun;
import dev.slipway.seat.RunAnswer;
import dev.slipway.seat.RunBegun;
import dev.slipway.seat.RunQuestion;
import dev.slipway.seat.RunSettled;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/** Allows every run unless it is told otherwise, and keeps what it is asked and told. */
final class KeptDesk implements SeatDesk {
    final List<RunQuestion> asked = new CopyOnWriteArrayList<>();
    final List<CanaryBegun> begun = new CopyOnWriteArrayList<>();
    final List<RunSettled> settled = new CopyOnWriteArrayList<>();
    private final AtomicBoolean broken = new AtomicBoolean();
    private volatile Function<RunQuestion, RunAnswer> answer = question -> new RunAnswer(true, false, "", null, false);
    private volatile Consumer<CanaryBegun> onBegun = told -> {};

    void answer(Function<RunQuestion, RunAnswer> other) {
        answer = other;
    }

    /** Called before a canary's beginning is kept. */
    void onBegun(Consumer<CanaryBegun> told) {
        onBegun = told;
    }

    /** As of a pool that can't be reached, once. */
    void breakNextSettlement() {
        broken.set(true);
    }

    @Override
    public RunAnswer mayRun(RunQuestion question) {
        asked.add(question);
        return answer.apply(question);
    }

    @Override
    public void begun(CanaryBegun told) {
        onBegun.accept(told);
        begun.add(told);
    }

    @Override
    public void begun(RunBegun told) {}

    @Override
    public void settle(RunSettled run) {
        if (broken.getAndSet(false)) {
            throw Failures.of(FailureType.UNAVAILABLE, "the agent pool could not be told");
        }
        settled.add(run);
    }
}
