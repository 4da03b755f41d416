package dev.slipway.starter.run;

import dev.slipway.change.Steered;
import dev.slipway.change.Steering;
import dev.slipway.change.Steering.Kind;
import dev.slipway.run.RunState;
import dev.slipway.starter.run.Targets.Target;
import dev.slipway.starter.run.Wheel.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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
            return List.of(target.open() ? unlessOver(target, wheel.steer(target, asked)) : closed(target));
        }
        if (target.open() && ofTheBatch()) {
            return Stream.concat(
                            Stream.of(wheel.steer(target, asked)),
                            targets.strangers(target, wheel::known).stream()
                                    .filter(this::concerns)
                                    .map(this::amongOthers))
                    .toList();
        }
        List<Answer> answers = projects(target);
        return answers.isEmpty() ? List.of(nothingToDo(target)) : answers;
    }

    /** Asks what is open and can do it; the rest is not mentioned. */
    public List<Answer> everything() {
        return targets.open(wheel::known).stream()
                .flatMap(target -> target.batch()
                        ? (ofTheBatch() ? Stream.of(amongOthers(target)) : projects(target).stream())
                        : Stream.of(target).filter(this::concerns).map(this::amongOthers))
                .toList();
    }

    private boolean ofTheBatch() {
        return asked.kind() == Kind.PAUSE || asked.kind() == Kind.RESUME;
    }

    /** Of a batch's projects those for which it makes sense; what is over runs again in its turn. */
    private List<Answer> projects(Target batch) {
        List<Target> concerned =
                targets.projectsOf(batch).stream().filter(this::concerns).toList();
        List<Target> over =
                concerned.stream().filter(project -> !project.open()).toList();
        List<Answer> answers = new ArrayList<>(
                concerned.stream().filter(Target::open).map(this::amongOthers).toList());
        if (!over.isEmpty()) {
            answers.addAll(again.startInBatch(batch, over, asked));
        }
        return answers;
    }

    private Answer amongOthers(Target target) {
        return unlessOver(target, wheel.steerAmongOthers(target, asked));
    }

    /** A project that came to its end while it was asked is asked as one that is over. */
    private Answer unlessOver(Target target, Answer answer) {
        if (target.batch() || !answer.refused().equals(Wheel.OVER)) {
            return answer;
        }
        Target now = Target.of(targets.row(target));
        return now.open() ? answer : closed(now);
    }

    private Answer closed(Target project) {
        return switch (asked.kind()) {
            case RETRY -> again.start(project, asked);
            case SKIP -> closed(project, RunState.SKIPPED, "is skipped already");
            case ABANDON -> closed(project, RunState.FAILED, "has failed already");
            case APPROVE -> closed(project, RunState.COMPLETED, "is completed already");
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

    /** What was done before is not to be done any more, and that is well: only a pause needs something that runs. */
    private Answer nothingToDo(Target batch) {
        String none = switch (asked.kind()) {
            case RETRY -> "no project of it failed, was cancelled or needs attention";
            case SKIP, ABANDON -> "no project of it needs attention";
            case APPROVE, REJECT -> "no project of it waits at a gate";
            case PAUSE -> "none of its projects runs";
            case RESUME -> "none of its projects is paused";
        };
        String text = (batch.open() ? "is " : "is over (")
                + BatchStatus.word(batch.state())
                + (batch.open() ? ", and " : "), and ")
                + none;
        return asked.kind() == Kind.PAUSE
                ? Answer.refused(batch, text)
                : new Answer(batch, new Steered(false, text, batch.state()), "");
    }

    private static String over(Target project) {
        return "is over: " + BatchStatus.word(project.state())
                + (project.state() == RunState.COMPLETED
                        ? ""
                        : ". 'slipway retry " + NameResolution.shown(project.workflowId()) + "' runs it again");
    }
}
