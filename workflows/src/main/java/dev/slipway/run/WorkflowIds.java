package dev.slipway.run;

/** The ids of workflows. */
public final class WorkflowIds {
    /** The pool that an installation uses. */
    public static final String ACCOUNT_POOL = "account-pool/default";

    /** The pool of agents' seats that an installation uses. */
    public static final String AGENT_POOL = "agent-pool/default";

    private WorkflowIds() {}

    /** The kind of work that an id names, such as {@code project}. */
    public static String kindOf(String workflowId) {
        int slash = workflowId.indexOf('/');
        return slash < 0 ? workflowId : workflowId.substring(0, slash);
    }

    /** The batch that a project's id names; empty for another kind of id. */
    public static String batchOf(String workflowId) {
        String[] parts = workflowId.split("/", -1);
        return parts.length == 3 && parts[0].equals("project") ? parts[1] : "";
    }

    /** What an id names within its kind: the project of a batch, the key of a task. */
    public static String nameOf(String workflowId) {
        return workflowId.substring(workflowId.lastIndexOf('/') + 1);
    }

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
