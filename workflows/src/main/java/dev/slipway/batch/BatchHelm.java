package dev.slipway.batch;

import dev.slipway.change.Helm;
import dev.slipway.change.Steered;
import dev.slipway.change.Steering;
import dev.slipway.run.BatchName;
import dev.slipway.run.ProjectName;
import dev.slipway.run.RunState;
import dev.slipway.run.Signals;
import dev.slipway.run.WorkflowIds;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where people steer a batch: what is started, and what its projects are told. */
final class BatchHelm {
    private final BatchName batch;
    private final BatchBoard board;
    private final ProjectLauncher launcher;
    private @Nullable Steering pause;
    private @Nullable String ending;
    private final List<Promise<Boolean>> telling = new ArrayList<>();

    /** @param pause of the batch's run before; null where it was not paused */
    BatchHelm(BatchName batch, BatchBoard board, ProjectLauncher launcher, @Nullable Steering pause) {
        this.batch = batch;
        this.board = board;
        this.launcher = launcher;
        this.pause = pause;
    }

    /** The pause, if it is paused. */
    @Nullable
    Steering pause() {
        return pause;
    }

    boolean isPaused() {
        return pause != null;
    }

    /** From now on there is nothing to steer. @param why follows the batch's name: {@code is being cancelled} */
    void ends(String why) {
        ending = why;
    }

    /** @throws ApplicationFailure with the reason, where that makes no sense in the present state */
    void validate(Steering asked, RunState state) {
        validateStart(state);
        if (asked.kind().choice() && board.resting(RunState.NEEDS_ATTENTION).isEmpty()) {
            throw refused("has no project that needs attention");
        }
        if (asked.kind() == Steering.Kind.RETRY && asked.step() != null) {
            throw refused("has projects in different steps: name the project that is to go back to a step");
        }
    }

    /** @throws ApplicationFailure where nothing is started any more */
    void validateStart(RunState state) {
        if (state.closed() || state == RunState.NEEDS_ATTENTION) {
            throw refused("is over: " + word(state));
        }
        if (ending != null) {
            throw refused(ending);
        }
    }

    private static ApplicationFailure refused(String reason) {
        return ApplicationFailure.newNonRetryableFailure(reason, Helm.REFUSED);
    }

    /** Does it and tells the projects; waits only for starts that are under way. */
    Steered steer(Steering asked) {
        return switch (asked.kind()) {
            case PAUSE -> pause(asked);
            case RESUME -> resume(asked);
            default -> {
                List<ProjectName> concerned =
                        asked.kind().choice() ? board.resting(RunState.NEEDS_ATTENTION) : board.running();
                tell(concerned, asked);
                yield new Steered(
                        true, "passes " + word(asked.kind()) + " on to " + count(concerned), RunState.RUNNING);
            }
        };
    }

    private Steered pause(Steering asked) {
        if (pause != null && (pause.now() || !asked.now())) {
            return pausedAlready(asked);
        }
        pause = asked;
        // A project whose start is on its way can't be told yet.
        Workflow.await(() -> !launcher.isStarting());
        List<ProjectName> running = board.running();
        if (pause == asked) {
            tell(running, asked);
        }
        return new Steered(
                true,
                "is paused: " + count(running) + (asked.now() ? " at once" : " after the running step") + ", "
                        + board.pending().size() + " not started",
                RunState.PAUSED);
    }

    /** Projects that were resumed by themselves run on in a paused batch, and may be meant. */
    private Steered pausedAlready(Steering asked) {
        List<ProjectName> running = board.running();
        tell(running, asked);
        return new Steered(
                false,
                "is paused already: by " + pause.by()
                        + (running.isEmpty() ? "" : "; " + count(running) + " still under way, told again"),
                RunState.PAUSED);
    }

    private Steered resume(Steering asked) {
        List<ProjectName> told = new ArrayList<>(board.running());
        List<ProjectName> paused = board.resting(RunState.PAUSED);
        if (pause == null && paused.isEmpty()) {
            return new Steered(false, "is not paused", RunState.RUNNING);
        }
        pause = null;
        told.addAll(paused);
        board.goOn(paused);
        tell(told, asked);
        return new Steered(true, "goes on: " + count(told), RunState.RUNNING);
    }

    private void tell(List<ProjectName> projects, Steering asked) {
        for (ProjectName project : projects) {
            Promise<Boolean> sent = Signals.send(WorkflowIds.project(batch, project), Steering.SIGNAL, asked);
            telling.add(sent.handle((told, cancelled) -> cancelled == null && told));
        }
    }

    /** Completed, and never failed, when all projects have heard what they were told so far. */
    Promise<Void> told() {
        telling.removeIf(Promise::isCompleted);
        return Promise.allOf(List.copyOf(telling));
    }

    private static String count(List<ProjectName> projects) {
        return projects.size() == 1 ? "1 project" : projects.size() + " projects";
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
