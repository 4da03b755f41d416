package dev.slipway.starter.run;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the sandbox counted, as opposed to what our own workflows say.
 *
 * @param stats its {@code /_sandbox/stats}
 */
public record SandboxCounts(JsonNode stats) {
    /** One of its totals: {@code repositories}, {@code pullRequests}, {@code duplicates}, {@code githubRequests}. */
    public long total(String name) {
        return stats.path("totals").path(name).asLong();
    }

    /** REST requests for a project, told by its workflow id. */
    public int requests(String workflowId) {
        for (JsonNode project : stats.path("projects")) {
            if (project.path("project").asText().equals(workflowId)) {
                return project.path("githubRequests").asInt();
            }
        }
        return 0;
    }
}
