package dev.slipway.project;

import dev.slipway.account.AccountName;
import dev.slipway.agent.TokenUsage;
import dev.slipway.change.Step;
import dev.slipway.change.TimelineEntry;
import dev.slipway.repository.RepositoryId;
import dev.slipway.run.AgentName;
import dev.slipway.run.HostId;
import dev.slipway.run.ProjectName;
import dev.slipway.run.RunKey;
import dev.slipway.run.RunState;
import dev.slipway.run.WaitReason;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a project stands: the workflow's result, and what its query answers.
 *
 * @param step the step that it is in, or ended in
 * @param waitingFor null unless WAITING
 * @param waitingUntil when the wait ends, where that is known
 * @param reason for people: why it waits, needs attention or failed; empty otherwise
 * @param attempts agent runs that count as attempts: generate and fixes
 * @param agentRuns all agent runs, tests and optimisation included
 * @param repository link; empty before it exists
 * @param pullRequest link; empty before it exists
 * @param githubRequests REST requests spent, as counted by the activities
 * @param host where its workspace is; null before and after
 * @param timeline what happened so far, oldest first, bounded
 */
public record ProjectReport(
        ProjectName name,
        RunKey runKey,
        RunState state,
        Step step,
        @Nullable WaitReason waitingFor,
        @Nullable Instant waitingUntil,
        String reason,
        int attempts,
        int agentRuns,
        BigDecimal costUsd,
        TokenUsage tokens,
        Duration agentTime,
        @Nullable RepositoryId repositoryId,
        String repository,
        String pullRequest,
        int githubRequests,
        @Nullable AccountName account,
        @Nullable AgentName agent,
        @Nullable HostId host,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        List<TimelineEntry> timeline) {
    public ProjectReport {
        timeline = List.copyOf(timeline);
    }
}
