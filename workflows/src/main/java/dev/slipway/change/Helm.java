package dev.slipway.change;

import dev.slipway.run.RunState;
import dev.slipway.run.WaitReason;
import dev.slipway.run.WorkflowClock;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where people steer a change: whether it is paused, and what they chose where it needs them. */
public final class Helm {
    /** Type of the failure with which an update is refused; its message is the reason, for people. */
    public static final String REFUSED = "REFUSED";

    /** A shorter wait is over before anybody has read of it. */
    private static final Duration WORTH_SHOWING = Duration.ofSeconds(10);

    private final ChangePlan plan;
    private final ChangeOptions options;
    private final RunStatus status;
    private final ChangeReporter reporter;
    private final Runnable onLongPause;
    private final Gates gates;

    private @Nullable Steering pause;
    private @Nullable String resumedBy;
    private @Nullable String ending;
    private boolean resting;
    private boolean waiting;
    private @Nullable Steering choice;

    /** @param onLongPause what to give back when a pause gets long */
    Helm(
            ChangePlan plan,
            ChangeOptions options,
            RunStatus status,
            ChangeReporter reporter,
            Gates gates,
            Runnable onLongPause) {
        this.plan = plan;
        this.gates = gates;
        this.options = options;
        this.status = status;
        this.reporter = reporter;
        this.onLongPause = onLongPause;
    }

    /**
     * Refuses what makes no sense in the present state; changes nothing.
     *
     * @throws ApplicationFailure of type {@link #REFUSED}, with the reason
     */
    public void validate(Steering asked) {
        String no = whyNot(asked);
        if (no != null) {
            throw ApplicationFailure.newNonRetryableFailure(no, REFUSED);
        }
    }

    private @Nullable String whyNot(Steering asked) {
        if (status.state().closed() && !endedSo(asked)) {
            return "is over: " + Text.word(status.state());
        }
        if (ending != null && !isChosen(asked)) {
            return ending;
        }
        return switch (asked.kind()) {
            case PAUSE -> resting ? "rests already: it needs attention (" + status.reason() + ")" : null;
            case RESUME ->
                resting ? "is not paused: it needs attention (" + status.reason() + "); retry, skip or abandon" : null;
            case RETRY, SKIP, ABANDON -> whyNoChoice(asked);
            case APPROVE, REJECT -> gates.whyNot(asked);
        };
    }

    /** Whether it is over because of that, or has come that far with it. */
    private boolean endedSo(Steering asked) {
        return switch (asked.kind()) {
            case SKIP, ABANDON -> isChosen(asked);
            case APPROVE -> gates.whyNot(asked) == null;
            default -> false;
        };
    }

    /** Whether that was the last choice. */
    private boolean isChosen(Steering asked) {
        return choice != null && choice.kind() == asked.kind() && Objects.equals(choice.step(), asked.step());
    }

    /** Whether this execution is what somebody wanted who asked for that. */
    private boolean isRunningAgain(Steering asked) {
        return choice == null
                && plan.by() != null
                && asked.kind() == Steering.Kind.RETRY
                && (asked.step() == null || asked.step().resumesAt() == plan.from());
    }

    private @Nullable String whyNoChoice(Steering asked) {
        if (!resting && (isChosen(asked) || isRunningAgain(asked))) {
            return null;
        }
        if (!resting) {
            return status.where() + "; only where it needs attention there is something to choose";
        }
        Step stopped = status.step() == Step.FIX ? Step.VERIFY : status.step();
        if (stopped == Step.DEPLOY && asked.step() != null && asked.step() != Step.DEPLOY) {
            return "is merged: only step deploy can be done again, not " + Text.word(asked.step());
        }
        if (asked.step() != null && !plan.has(asked.step())) {
            return "can't go back to step " + Text.word(asked.step());
        }
        if (asked.step() != null && asked.step().compareTo(stopped) > 0) {
            return "has not come to step " + Text.word(asked.step()) + ": it stopped in " + Text.word(status.step());
        }
        if (choice != null && choice.kind() != asked.kind()) {
            return "was answered already: " + Text.word(choice.kind()) + " by " + choice.by();
        }
        return null;
    }

    /** Does what is asked; what {@link #validate} refuses is ignored. */
    public Steered steer(Steering asked) {
        if (whyNot(asked) != null) {
            return answer(false, whyNot(asked));
        }
        return switch (asked.kind()) {
            case PAUSE -> pause(asked);
            case RESUME -> resume(asked);
            case RETRY, SKIP, ABANDON -> choose(asked);
            case APPROVE, REJECT -> gates.answer(asked);
        };
    }

    /** The same for a person who asks this very run; what changed is written to the ledger. */
    public Steered decide(Steering asked) {
        Steered answer = steer(asked);
        if (answer.changed()) {
            status.journal().decided(asked);
        }
        return answer;
    }

    private Steered pause(Steering asked) {
        boolean stops = asked.now() && status.state() != RunState.PAUSED;
        if (pause != null && (pause.now() || !stops)) {
            return answer(
                    false, (status.state() == RunState.PAUSED ? "is paused" : "pauses") + " already: by " + pause.by());
        }
        pause = asked;
        status.note(status.step(), "pause" + (asked.now() ? " --now" : "") + " asked for by " + asked.by(), null);
        return answer(true, "pauses " + when(asked.now()));
    }

    private String when(boolean now) {
        String step = Text.word(status.step());
        if (status.state() == RunState.WAITING) {
            return switch (status.waitingFor()) {
                case SEAT, QUOTA, BUDGET -> "now, before its step " + step;
                case RETRY -> "now, before its next attempt";
                default -> "when its wait for " + Text.word(status.waitingFor()) + " is over";
            };
        }
        if (waiting) {
            return "now, before its next attempt";
        }
        if (!now) {
            return "after its step " + step;
        }
        if (!status.step().stoppable()) {
            return "after its step " + step
                    + (status.step() == Step.DEPLOY
                            ? ", which is not broken off"
                            : ", which is short and is not stopped");
        }
        return status.step() == Step.VERIFY
                ? "now: its build is stopped, and runs again when it is resumed"
                : "now: its agent is stopped, and goes on with its session when it is resumed";
    }

    private Steered resume(Steering asked) {
        if (pause == null) {
            return answer(false, "is not paused");
        }
        pause = null;
        resumedBy = asked.by();
        return answer(true, status.state() == RunState.PAUSED ? "goes on" : "does not pause");
    }

    private Steered choose(Steering asked) {
        if (choice == null && !resting) {
            return answer(false, "runs again already: asked for by " + plan.by());
        }
        if (choice != null) {
            return answer(false, "was answered so already by " + choice.by());
        }
        choice = asked;
        String from = asked.step() == null ? "" : " from " + Text.word(asked.step());
        status.note(status.step(), Text.word(asked.kind()) + from + " chosen by " + asked.by(), null);
        return answer(
                true,
                switch (asked.kind()) {
                    case SKIP -> status.step() == Step.DEPLOY ? "is completed as it is" : "is skipped";
                    case ABANDON -> "is given up";
                    default ->
                        "tries again from step " + Text.word(asked.step() == null ? status.step() : asked.step())
                                + ", with fresh attempts";
                });
    }

    private Steered answer(boolean changed, String text) {
        return new Steered(changed, text, status.state());
    }

    /** From now on people can choose. Where it rests it need not pause: what they choose is to be done then. */
    void rests() {
        pause = null;
        resting = true;
        choice = null;
    }

    /** Waits for a choice; empty when its patience ends. */
    Optional<Steering> choice(Duration patience) {
        Pause.until(patience, "patience", () -> choice != null);
        resting = false;
        return Optional.ofNullable(choice);
    }

    /** Whether it is to stop between two steps. */
    boolean pauses() {
        return pause != null;
    }

    /** Waits before something is tried again; a pause ends the wait. */
    void waits(Duration duration, String summary) {
        if (duration.isZero() || duration.isNegative()) {
            return;
        }
        boolean shown = duration.compareTo(WORTH_SHOWING) >= 0;
        if (shown) {
            status.waiting(WaitReason.RETRY, WorkflowClock.now().plus(duration), summary);
        }
        waiting = true;
        Pause.until(duration, summary, this::pauses);
        waiting = false;
        if (shown) {
            status.resume();
        }
    }

    /** From now on there is nothing to steer. @param why follows the run's name: {@code is being cancelled} */
    void ends(String why) {
        ending = why;
    }

    /** Whether what runs is to be stopped. */
    boolean stopsNow() {
        return pause != null && pause.now();
    }

    /**
     * Between two steps: stays here while it is paused. A long pause gives slot and account back.
     *
     * @param next shown as the step in which it rests
     */
    void between(Step next) {
        while (pause != null && next != Step.CLEANUP) {
            status.paused(next, pause.by());
            reporter.report(status).get();
            if (!Pause.until(options.keepSlotFor(), "pause", () -> pause == null)) {
                onLongPause.run();
                Workflow.await(() -> pause == null);
            }
            status.note(next, "resumed by " + resumedBy, null);
            status.resume();
            reporter.report(status).get();
        }
    }
}
