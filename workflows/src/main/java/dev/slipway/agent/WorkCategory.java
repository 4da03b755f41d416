package dev.slipway.agent;

/** Categories of work, each with windows of its own. */
public enum WorkCategory {
    DEVELOPMENT,
    TESTING,
    DEPLOYMENT,
    ANALYSIS,
    MAINTENANCE;

    /** The category of an agent's task in a project. */
    public static WorkCategory of(AgentTask task) {
        return task == AgentTask.TESTS ? TESTING : DEVELOPMENT;
    }
}
