package dev.slipway.starter.run;

import dev.slipway.change.Steered;
import dev.slipway.change.Steering;
import dev.slipway.change.Steering.Kind;
import dev.slipway.run.RunState;
import dev.slipway.starter.run.Targets.Target;
import dev.slipway.starter.run.Wheel.Answer;
import java.util.List;

/**
 * One thing that people ask, of a project, a batch or everything. A batch is paused and resumed as such; everything
 * else is asked of those of its projects for which it makes sense, so that each answers for itself.
 */
public final class SteeringRound {
    private final Targets targets;
    private final Wheel wheel;
    private final RunAgain again;
    private final Steering asked;

    public SteeringRound(Targets targets, Wheel wheel, RunAgain again, Steering asked) {
        this.targets = targets;
        this.wheel = wheel;
        this.again = again;
        this.asked = asked;
    }

    /** Asks a project, or a batch and its projects. */
    public List<Answer> of(Target target) {
        if (!target.batch()) {
            return List.of(project(target));
        }
        if (target.open() && ofTheBatch()) {
            return List.of(wheel.steer(target, asked));
        }
        List<Answer> answers = projects(target);
        return answers.isEmpty() ? List.of(Answer.refused(target, nothingToDo(target))) : answers;
    }

    /** Asks what is open and can do it; the rest is not mentioned. */
    public List<Answer> everything() {
        return targets.open().stream()
                .flatMap(target -> target.batch()
                        ? (ofTheBatch() ? List.of(wheel.steer(target, asked)) : projects(target)).stream()
                        : List.of(target).stream().filter(this::concerns).map(this::project))
                .toList();
    }

    private boolean ofTheBatch() {
        return asked.kind() == Kind.PAUSE || asked.kind() == Kind.RESUME;
    }

    private List<Answer> projects(Target batch) {
        return targets.projectsOf(batch).stream()
                .filter(this::concerns)
                .map(this::project)
                .toList();
    }

    private Answer project(Target project) {
        if (project.open()) {
            return wheel.steer(project, asked);
        }
        return switch (asked.kind()) {
            case RETRY -> again.start(project, targets.row(project), asked.step());
            case SKIP -> closed(project, RunState.SKIPPED, "is skipped already");
            case ABANDON -> closed(project, RunState.FAILED, "has failed already");
            default -> Answer.refused(project, over(project));
        };
    }

    private static Answer closed(Target project, RunState wanted, String already) {
        return project.state() == wanted
                ? new Answer(project, new Steered(false, already, wanted), "")
                : Answer.refused(project, over(project));
    }

    /** Which of several projects are meant. */
    private boolean concerns(Target project) {
        RunState state = project.state();
        return switch (asked.kind()) {
            case PAUSE -> project.open() && state != RunState.NEEDS_ATTENTION;
            case RESUME -> project.open() && state == RunState.PAUSED;
            case APPROVE, REJECT -> project.open() && project.waitingFor().equals("gate");
            case SKIP, ABANDON -> project.open() && state == RunState.NEEDS_ATTENTION;
            case RETRY -> state == RunState.NEEDS_ATTENTION || state == RunState.FAILED || state == RunState.CANCELLED;
        };
    }

    private String nothingToDo(Target batch) {
        String none = switch (asked.kind()) {
            case RETRY -> "no project of it failed, was cancelled or needs attention";
            case SKIP, ABANDON -> "no project of it needs attention";
            case APPROVE, REJECT -> "no project of it waits at a gate";
            case PAUSE -> "none of its projects runs";
            case RESUME -> "none of its projects is paused";
        };
        return (batch.open() ? "is " : "is over (")
                + BatchStatus.word(batch.state())
                + (batch.open() ? ", and " : "), and ")
                + none;
    }

    private static String over(Target project) {
        return "is over: " + BatchStatus.word(project.state())
                + (project.state() == RunState.COMPLETED
                        ? ""
                        : ". 'slipway retry " + NameResolution.shown(project.workflowId()) + "' runs it again");
    }
}
