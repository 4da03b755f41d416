package dev.slipway.change;

import static java.util.Objects.requireNonNull;

import dev.slipway.account.AccountName;
import dev.slipway.agent.Brief;
import dev.slipway.repository.MergeMethod;
import dev.slipway.run.AgentName;
import dev.slipway.run.Priority;
import dev.slipway.run.RunKey;
import dev.slipway.seat.SeatRoute;
import dev.slipway.verification.Commands;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a change is to do, whatever kind of workflow runs it.
 *
 * @param marker what a repository of this change carries, to be found again: the workflow's id
 * @param owner where the repository is; null: the first leased account's
 * @param account only this account; null: any
 * @param route where its agents may run
 * @param merge null: the pull request is left for people
 * @param maxRetries further attempts after the first one that failed
 * @param retryDelay before a further attempt
 * @param timeout of one agent run, and of one verification
 * @param patience how long it rests in NEEDS_ATTENTION before it fails
 * @param gates steps before which a person's yes is needed
 * @param from where an earlier execution with the same run key stopped; null to begin at the beginning
 * @param by the person who wanted it to run again; null where nobody in particular did
 * @param stepTag makes the names of steps unique where an earlier execution used the same run key; empty elsewhere
 */
public record ChangePlan(
        RunKey runKey,
        String marker,
        Brief brief,
        Commands commands,
        Priority priority,
        @Nullable String owner,
        @Nullable AccountName account,
        SeatRoute route,
        @Nullable MergeMethod merge,
        int maxRetries,
        Duration retryDelay,
        Duration timeout,
        Duration patience,
        boolean withTests,
        boolean optimise,
        boolean cleanupOnFailure,
        Set<Step> gates,
        @Nullable Step from,
        @Nullable String by,
        String stepTag) {

    public ChangePlan {
        requireNonNull(runKey, "runKey is null");
        requireNonNull(marker, "marker is null");
        requireNonNull(brief, "brief is null");
        requireNonNull(commands, "commands is null");
        requireNonNull(priority, "priority is null");
        requireNonNull(route, "route is null");
        requireNonNull(retryDelay, "retryDelay is null");
        requireNonNull(timeout, "timeout is null");
        requireNonNull(patience, "patience is null");
        gates = Set.copyOf(gates);
        requireNonNull(stepTag, "stepTag is null");
    }

    /** The agent that is wanted first; null where the installation says it. */
    public @Nullable AgentName agent() {
        return route.places().isEmpty() ? null : route.places().get(0).agent();
    }

    /** Whether people can go back to that step: one that does work, here too. */
    boolean has(Step step) {
        return switch (step) {
            case TESTS -> withTests;
            case OPTIMISE -> optimise;
            default -> step.isWork();
        };
    }

    /** Whether what is merged is deployed. */
    public boolean deploys() {
        return merge != null && !commands.deploy().isEmpty();
    }

    /** The branch that the pull request comes from. */
    public String branch() {
        return "slipway/" + runKey;
    }
}
