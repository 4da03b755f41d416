package dev.slipway.project;

import dev.slipway.change.ChangeReporter;
import dev.slipway.change.RunStatus;
import dev.slipway.run.Signals;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;

/** Tells the batch, if there is one and it still runs. */
final class BatchReporter implements ChangeReporter {
    private final ProjectInput input;

    BatchReporter(ProjectInput input) {
        this.input = input;
    }

    @Override
    public Promise<Boolean> report(RunStatus status) {
        if (input.reportTo() == null) {
            return Workflow.newPromise(false);
        }
        return Signals.send(
                input.reportTo(),
                ProjectReported.SIGNAL,
                new ProjectReported(
                        input.project().name(),
                        status.state(),
                        status.reason(),
                        status.pullRequest() != null,
                        status.costUsd()));
    }
}
