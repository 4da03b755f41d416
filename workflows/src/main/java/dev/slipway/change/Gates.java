package dev.slipway.change;

import dev.slipway.change.Steering.Kind;
import dev.slipway.run.WaitReason;
import io.temporal.workflow.Workflow;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The steps before which a person's yes is needed. */
final class Gates {
    private final Set<Step> needed;
    private final ChangeOptions options;
    private final RunStatus status;
    private final Runnable onLongWait;
    private final Map<Step, String> approvedBy = new EnumMap<>(Step.class);

    private @Nullable Step at;
    private @Nullable Steering answer;
    private @Nullable Step answered;

    /** @param onLongWait what to give back when the wait gets long */
    Gates(Set<Step> needed, ChangeOptions options, RunStatus status, Runnable onLongWait) {
        this.needed = needed;
        this.options = options;
        this.status = status;
        this.onLongWait = onLongWait;
    }

    /**
     * Waits for the yes, where that step needs one.
     *
     * @throws NeedsAttention where the answer is no
     */
    void before(Step step) {
        if (!needed.contains(step) || approvedBy.containsKey(step)) {
            return;
        }
        at = step;
        answer = null;
        status.enterWaiting(step, WaitReason.GATE, "for a yes before step " + Text.word(step));
        if (!Pause.until(options.keepSlotFor(), "gate", () -> answer != null)) {
            onLongWait.run();
            Workflow.await(() -> answer != null);
        }
        answered = at;
        at = null;
        if (answer.kind() == Kind.REJECT) {
            String why = answer.reason().isBlank() ? "" : ": " + Text.oneLine(answer.reason(), 300);
            throw new NeedsAttention(step, "rejected by " + answer.by() + why);
        }
        approvedBy.put(step, answer.by());
        status.note(step, "approved by " + answer.by(), true);
        status.resume();
    }

    /** A person went back: what comes after that step needs its yes again. */
    void backTo(Step from) {
        approvedBy.keySet().removeIf(step -> step.compareTo(from) >= 0);
    }

    /** Why that answer makes no sense now; null where it does. */
    @Nullable
    String whyNot(Steering asked) {
        if (at == null) {
            return given(asked) ? null : status.where() + "; it waits at no gate";
        }
        if (asked.step() != null && asked.step() != at) {
            return "waits before step " + Text.word(at) + ", not before " + Text.word(asked.step());
        }
        return answer == null || answer.kind() == asked.kind()
                ? null
                : "was answered already: " + Text.word(answer.kind()) + " by " + answer.by();
    }

    /** Whether there is that yes, however far it came since, or the no with which it rests. */
    private boolean given(Steering asked) {
        if (asked.kind() == Kind.APPROVE) {
            return approvedBy.containsKey(asked.step() == null ? answered : asked.step());
        }
        return answer != null
                && answer.kind() == asked.kind()
                && status.step() == answered
                && (asked.step() == null || asked.step() == answered);
    }

    /** Takes the answer. */
    Steered answer(Steering asked) {
        if (at == null) {
            Step step = asked.step() == null ? answered : asked.step();
            String by = asked.kind() == Kind.APPROVE ? approvedBy.get(step) : answer.by();
            return new Steered(
                    false,
                    (asked.kind() == Kind.APPROVE ? "has its yes" : "was rejected") + " before step " + Text.word(step)
                            + " already, by " + by,
                    status.state());
        }
        if (answer != null) {
            return new Steered(false, "was answered so already by " + answer.by(), status.state());
        }
        answer = asked;
        return new Steered(
                true,
                asked.kind() == Kind.APPROVE ? "goes on with step " + Text.word(at) : "is rejected; it needs attention",
                status.state());
    }
}
