package dev.slipway.starter.run;

import dev.slipway.change.Cancellation;
import dev.slipway.change.Steered;
import dev.slipway.run.RunState;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.run.Targets.Target;
import dev.slipway.starter.run.Wheel.Answer;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowNotFoundException;
import java.util.List;
import java.util.stream.Stream;

/** Cancels projects and batches. A worker does it; without one the request waits for one. */
public final class Cancelling {
    private final Server server;
    private final Targets targets;
    private final Wheel wheel;
    private final Cancellation cancellation;

    public Cancelling(Server server, Targets targets, Cancellation cancellation) {
        this.server = server;
        this.targets = targets;
        this.wheel = new Wheel(server);
        this.cancellation = cancellation;
    }

    /** A project, or a batch with its projects; of a batch that is over, those that are still open. */
    public List<Answer> of(Target target) {
        if (!target.batch()) {
            return List.of(one(target));
        }
        if (target.open()) {
            return Stream.concat(
                            Stream.of(one(target)),
                            targets.strangers(target, wheel::known).stream().map(this::one))
                    .toList();
        }
        List<Answer> answers = targets.projectsOf(target).stream()
                .filter(Target::open)
                .map(this::one)
                .toList();
        return answers.isEmpty() ? List.of(over(target)) : answers;
    }

    /** All that is open. */
    public List<Answer> everything() {
        return targets.open(wheel::known).stream().map(this::one).toList();
    }

    private Answer one(Target target) {
        if (!target.open()) {
            return over(target);
        }
        if (asked(target)) {
            return new Answer(target, new Steered(false, "is being cancelled already", target.state()), "");
        }
        try {
            server.client().newUntypedWorkflowStub(target.workflowId()).cancel(cancellation.reason());
        } catch (WorkflowNotFoundException e) {
            return Answer.refused(target, "is over already");
        }
        return new Answer(target, new Steered(true, "is being cancelled; " + rest(target), target.state()), "");
    }

    private String rest(Target target) {
        String broken = deploys(target)
                ? "the deployment that runs is broken off, and nothing deploys again before 'slipway retry'; "
                : "";
        String whose = target.batch() ? "its projects' workspaces and checkpoints" : "its workspace and checkpoint";
        return broken
                + (cancellation.keepWorkspace()
                        ? whose + " stay, and 'slipway retry' goes on from there"
                        : whose + " are removed, what was pushed stays");
    }

    private boolean deploys(Target target) {
        return (target.batch() ? targets.projectsOf(target) : List.of(target))
                .stream()
                        .anyMatch(one ->
                                one.state() == RunState.RUNNING && one.step().equals("deploy"));
    }

    private static Answer over(Target target) {
        return target.state() == RunState.CANCELLED
                ? new Answer(target, new Steered(false, "is cancelled already", target.state()), "")
                : Answer.refused(target, "is over: " + BatchStatus.word(target.state()));
    }

    private boolean asked(Target target) {
        return server.stubs()
                .blockingStub()
                .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                        .setNamespace(server.engine().namespace())
                        .setExecution(WorkflowExecution.newBuilder().setWorkflowId(target.workflowId()))
                        .build())
                .getWorkflowExtendedInfo()
                .getCancelRequested();
    }
}
