package dev.slipway.starter.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.run.RunState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a batch came to: the object that {@code --json} prints at the end.
 *
 * @param makespanMs from its start to its end, as the command saw it
 * @param efficiency ideal time by makespan; null where the agents' run time is not set
 * @param endured kills and faults, and what they left behind
 */
public record BatchResult(
        String batch,
        String engine,
        long makespanMs,
        @Nullable Double efficiency,
        Totals totals,
        List<ProjectResult> projects,
        Endured endured) {
    public BatchResult {
        projects = List.copyOf(projects);
    }

    /** The same, of a batch to which that was done. */
    public BatchResult having(Endured what) {
        return new BatchResult(batch, engine, makespanMs, efficiency, totals, projects, what);
    }

    /**
     * Counts. Against the sandbox, repositories, pull requests, duplicates and requests are the sandbox's own.
     *
     * @param failed failed, cancelled or in need of attention
     * @param duplicates second repositories or pull requests ever created for a project
     */
    public record Totals(
            int projects,
            int completed,
            int failed,
            int needAttention,
            long repositories,
            long pullRequests,
            long duplicates,
            long githubRequests) {}

    /** Whether nothing is left to do for people, and nothing left behind. */
    public boolean allWell() {
        return endured.clean()
                && projects.stream()
                        .allMatch(project ->
                                project.state() == RunState.COMPLETED || project.state() == RunState.SKIPPED);
    }

    /**
     * Runs times seconds by slots by makespan: how near to the best possible. The agents' time is what was set, never
     * what was measured.
     */
    public static @Nullable Double efficiency(
            List<ProjectResult> projects, @Nullable Double agentSeconds, int slots, long makespanMs) {
        if (agentSeconds == null || slots <= 0 || makespanMs <= 0) {
            return null;
        }
        int runs = projects.stream().mapToInt(ProjectResult::agentRuns).sum();
        double ideal = runs * agentSeconds * 1000 / slots;
        return Math.round(ideal / makespanMs * 1000) / 1000.0;
    }

    /** As JSON. */
    public ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("batch", batch);
        node.put("engine", engine);
        node.put("makespanMs", makespanMs);
        node.put("agentMs", projects.stream().mapToLong(ProjectResult::agentMs).sum());
        node.put("efficiency", efficiency);
        endured.addTo(node);
        node.putObject("totals")
                .put("projects", totals.projects())
                .put("completed", totals.completed())
                .put("failed", totals.failed())
                .put("needAttention", totals.needAttention())
                .put("repositories", totals.repositories())
                .put("pullRequests", totals.pullRequests())
                .put("duplicates", totals.duplicates())
                .put("githubRequests", totals.githubRequests());
        ArrayNode list = node.putArray("projects");
        projects.forEach(project -> list.addObject()
                .put("name", project.name())
                .put("toolchain", project.toolchain())
                .put("state", project.state().name())
                .put("reason", project.reason())
                .put("repository", project.repository())
                .put("pullRequest", project.pullRequest())
                .put("attempts", project.attempts())
                .put("agentRuns", project.agentRuns())
                .put("events", project.events())
                .put("historyBytes", project.historyBytes())
                .put("githubRequests", project.githubRequests())
                .put("durationMs", project.durationMs()));
        return node;
    }
}
