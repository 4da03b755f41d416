package dev.slipway.starter.bench;

import dev.slipway.run.WorkflowIds;
import dev.slipway.starter.run.SandboxCounts;
import dev.slipway.starter.run.Visibility;
import dev.slipway.starter.stack.SandboxedStack;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;

/** What a stack's sandbox and server have counted so far. */
record StackCounts(SandboxedStack stack) {
    /** REST requests, whomever they were for. */
    long requests() {
        return new SandboxCounts(stack.sandbox().stats()).total("githubRequests");
    }

    /** In the histories of the account pool's runs. */
    long poolEvents() {
        return events(WorkflowIds.ACCOUNT_POOL);
    }

    /** In the histories of all runs of a workflow. */
    long events(String workflowId) {
        return new Visibility(stack.server())
                .runs(workflowId).stream()
                        .mapToLong(WorkflowExecutionInfo::getHistoryLength)
                        .sum();
    }
}
