package dev.slipway.pool;

import dev.slipway.run.Signals;
import dev.slipway.run.WorkflowClock;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The main loop of a pool's workflow. Handlers change the pool's state at once and call {@link #changed()}; the loop
 * decides for all of them in one workflow task, and sends the answers without waiting for each.
 */
public final class PoolLoop {
    private final PoolDecisions pool;
    private final int answersPerRun;
    private final TimerOptions waking;
    private final PoolChronicle chronicle;
    private boolean changed = true;
    private int sending;
    private int answered;
    private @Nullable Instant wakeAt;
    private Promise<Void> wake = Workflow.newPromise();

    /**
     * @param answersPerRun after so many answers it ends even if the server does not suggest it; 0 for never
     * @param waking what its timer is for, as the history shows it
     */
    public PoolLoop(PoolDecisions pool, int answersPerRun, String waking) {
        this.pool = pool;
        this.answersPerRun = answersPerRun;
        this.chronicle = new PoolChronicle(pool.events());
        this.waking = TimerOptions.newBuilder().setSummary(waking).build();
    }

    /** Something was asked or told: the loop decides anew. */
    public void changed() {
        changed = true;
    }

    /**
     * Decides and answers until the history is long. Nothing is lost then: what was being sent has arrived, and who asked
     * meanwhile waits in the state that goes along. The caller continues as new.
     */
    public void run() {
        while (!isLong()) {
            decide();
            Workflow.setCurrentDetails(pool.details(WorkflowClock.now()));
            Promise<Void> timer = nextWake();
            Workflow.await(() -> changed || timer.isCompleted() || isLong());
        }
        do {
            decide();
            Workflow.await(() -> sending == 0 && Workflow.isEveryHandlerFinished());
            // Not until nothing was asked meanwhile: of many somebody always does, and keeps their place in the queue.
        } while (pool.owes());
    }

    private void decide() {
        changed = false;
        pool.decide(WorkflowClock.now()).forEach(this::send);
        chronicle.write();
    }

    private boolean isLong() {
        return Workflow.getInfo().isContinueAsNewSuggested() || (answersPerRun > 0 && answered >= answersPerRun);
    }

    private void send(PoolAnswer answer) {
        sending++;
        answered++;
        Promise<Void> sent = Signals.send(answer.requester(), answer.signal(), answer.message())
                .thenApply(delivered -> {
                    sending--;
                    if (!delivered) {
                        pool.requesterGone(answer.requester());
                        changed = true;
                    }
                    return null;
                });
        sent.handle((done, failure) -> null);
    }

    /** One timer at a time is enough, unless something changes before it fires; one that fires for nothing does no harm. */
    private Promise<Void> nextWake() {
        Instant now = WorkflowClock.now();
        Instant next = pool.nextChange(now).orElse(null);
        boolean covered = wakeAt != null && !wake.isCompleted() && (next == null || !wakeAt.isAfter(next));
        if (next != null && !covered) {
            Duration until = Duration.between(now, next);
            wakeAt = next;
            wake = Workflow.newTimer(until.isNegative() ? Duration.ZERO : until, waking);
        } else if (next == null && wake.isCompleted()) {
            wakeAt = null;
            wake = Workflow.newPromise();
        }
        return wake;
    }
}
