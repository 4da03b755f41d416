package dev.slipway.run;

/** The ids of workflows. */
public final class WorkflowIds {
    /** The pool that an installation uses. */
    public static final String ACCOUNT_POOL = "account-pool/default";

    /** The pool of agents' seats that an installation uses. */
    public static final String AGENT_POOL = "agent-pool/default";

    private WorkflowIds() {}

    public static String batch(BatchName batch) {
        return "batch/" + batch;
    }

    public static String project(BatchName batch, ProjectName project) {
        return "project/" + batch + "/" + project;
    }

    /** The workflow behind {@code slipway test}: it verifies a project's branch again. */
    public static String recheck(BatchName batch, ProjectName project) {
        return "recheck/" + batch + "/" + project;
    }
}
