package dev.slipway.starter.run;

import dev.slipway.run.RunState;

/**
 * How a project ended, for the table and for JSON.
 *
 * @param repository link; empty where there is none
 * @param pullRequest link; empty where there is none
 * @param reason why it did not end well; empty otherwise
 * @param events in the histories of all runs of its workflow
 * @param agentRuns all of them, tests and optimisation included
 */
public record ProjectResult(
        String name,
        String toolchain,
        RunState state,
        String reason,
        String repository,
        String pullRequest,
        int attempts,
        int agentRuns,
        long agentMs,
        long events,
        long historyBytes,
        int githubRequests,
        long durationMs) {}
