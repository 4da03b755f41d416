package dev.slipway.change;

import dev.slipway.failure.FailureType;
import dev.slipway.workspace.WorkspaceOpened;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Promise;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A step that must not be done twice. A call that ended without an answer may have done it: from then on only the host
 * that had it, with what it noted then, may be asked again. It gives the outcome, or says that it does not know.
 */
final class OnlyOnce {
    /** A host that answers so has not begun. */
    private static final Set<String> NOT_BEGUN = Set.of(
            FailureType.TOOL_MISSING.name(),
            FailureType.NOT_CONFIGURED.name(),
            FailureType.LEASE_LOST.name(),
            FailureType.SESSION_GONE.name(),
            FailureType.SESSION_FENCED.name());

    private final Step step;
    private boolean maybeDone;
    private @Nullable WorkspaceOpened on;
    private @Nullable Promise<?> last;

    OnlyOnce(Step step) {
        this.step = step;
    }

    /** A call is under way, on the host that was agreed to last. */
    <R> Promise<R> called(Promise<R> call) {
        last = call;
        return call;
    }

    /** @throws NeedsAttention where no other host may be asked */
    void refuseElsewhere() {
        learn();
        if (maybeDone) {
            throw new NeedsAttention(
                    step,
                    "host " + on.host() + " was lost in step " + Text.word(step)
                            + ", and whether it was done can't be told: 'retry' does it again, 'skip' takes it as done");
        }
    }

    /** @throws NeedsAttention where that host can't know what an earlier call came to */
    void refuseUnlessKnownOn(WorkspaceOpened host) {
        boolean knows =
                on != null && (host == on || (host.sameHost() && host.host().equals(on.host())));
        if (!knows) {
            refuseElsewhere();
        }
        learn();
        on = host;
    }

    private void learn() {
        if (last != null && !maybeDone) {
            maybeDone = !last.isCompleted() || !saysNotBegun(last.getFailure());
        }
    }

    private static boolean saysNotBegun(@Nullable RuntimeException failure) {
        return failure != null
                && failure.getCause() instanceof ApplicationFailure said
                && NOT_BEGUN.contains(said.getType());
    }
}
