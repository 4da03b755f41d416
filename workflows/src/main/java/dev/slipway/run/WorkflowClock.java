package dev.slipway.run;

import io.temporal.workflow.Workflow;
import java.time.Instant;

/** The time as a workflow may see it: the same in every replay. */
public final class WorkflowClock {

    private WorkflowClock() {}

    public static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }
}
