package dev.slipway.project;

import dev.slipway.account.AccountName;
import dev.slipway.artifact.ArtifactRef;
import dev.slipway.change.Step;
import dev.slipway.repository.MergeMethod;
import dev.slipway.repository.OnNameTaken;
import dev.slipway.repository.Visibility;
import dev.slipway.run.AgentName;
import dev.slipway.run.Priority;
import dev.slipway.run.ProjectName;
import dev.slipway.run.ToolchainName;
import dev.slipway.seat.FailoverRules.Cause;
import dev.slipway.seat.SeatChoice;
import dev.slipway.verification.Commands;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One project, as the starter resolved it from the user's file: every default filled in.
 *
 * @param type contract type or other kind; may be empty
 * @param owner where the repository goes; null: the leased account's
 * @param account only this account; null: any
 * @param agent null: the worker's default agent
 * @param merge null: the pull request is left for people
 * @param maxRetries fix rounds after the first failing verification
 * @param retryDelay before a fix round
 * @param timeout of one agent run, and of one verification
 * @param patience how long it rests in NEEDS_ATTENTION before it fails
 * @param gates steps before which a person's yes is needed: some of PUSH, PULL_REQUEST, MERGE, DEPLOY
 * @param constitution rules of the house; null for none
 * @param failover seats in the order in which they are wanted, after {@code agent} where that is set; empty: the
 *     installation's own
 * @param failoverOn what sends its work to the next seat; null: as the installation says
 */
public record ProjectSpec(
        ProjectName name,
        String description,
        String type,
        ToolchainName toolchain,
        Commands commands,
        Priority priority,
        @Nullable String owner,
        @Nullable AccountName account,
        @Nullable AgentName agent,
        Visibility visibility,
        List<String> topics,
        String defaultBranch,
        OnNameTaken onNameTaken,
        @Nullable MergeMethod merge,
        int maxRetries,
        Duration retryDelay,
        Duration timeout,
        Duration patience,
        boolean withTests,
        boolean optimise,
        boolean cleanupOnFailure,
        List<Step> gates,
        @Nullable ArtifactRef constitution,
        List<SeatChoice> failover,
        @Nullable List<Cause> failoverOn) {
    public ProjectSpec {
        // A project that was started by an earlier version has none.
        failover = failover == null ? List.of() : List.copyOf(failover);
        failoverOn = failoverOn == null ? null : List.copyOf(failoverOn);
        topics = List.copyOf(topics);
        gates = gates == null ? List.of() : List.copyOf(gates);
    }

    /** The same, with its repository at that owner whichever account is leased. */
    public ProjectSpec at(String where) {
        return with(where, account, agent, constitution);
    }

    /** The same, with what is decided when it is started. */
    public ProjectSpec with(
            @Nullable String newOwner,
            @Nullable AccountName newAccount,
            @Nullable AgentName newAgent,
            @Nullable ArtifactRef newConstitution) {
        return new ProjectSpec(
                name,
                description,
                type,
                toolchain,
                commands,
                priority,
                newOwner,
                newAccount,
                newAgent,
                visibility,
                topics,
                defaultBranch,
                onNameTaken,
                merge,
                maxRetries,
                retryDelay,
                timeout,
                patience,
                withTests,
                optimise,
                cleanupOnFailure,
                gates,
                newConstitution,
                failover,
                failoverOn);
    }
}
