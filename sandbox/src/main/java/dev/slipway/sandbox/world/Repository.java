package dev.slipway.sandbox.world;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A repository, also one that was deleted (the counts need it). Its default branch is what HEAD says in Git.
 *
 * @param collaborators what single users were granted, by login
 * @param formerNames full names it had before it was renamed, oldest first
 * @param project the project that its description named when it was created or later; see {@link ProjectMarker}
 */
public record Repository(
        long id,
        String owner,
        String name,
        Profile profile,
        Features features,
        MergeRules mergeRules,
        Map<String, Permission> collaborators,
        List<String> formerNames,
        @Nullable String project,
        boolean deleted,
        Times times)
        implements Entity {

    /** What people read about it. */
    public record Profile(
            @Nullable String description, @Nullable String homepage, boolean isPrivate, List<String> topics) {
        public Profile {
            topics = List.copyOf(topics);
        }

        public Profile withTopics(List<String> newTopics) {
            return new Profile(description, homepage, isPrivate, newTopics);
        }
    }

    /** What is switched on. */
    public record Features(boolean issues, boolean projects, boolean wiki, boolean template, boolean archived) {}

    /** Which merges are allowed. */
    public record MergeRules(
            boolean mergeCommit, boolean squash, boolean rebase, boolean autoMerge, boolean deleteBranchOnMerge) {}

    public record Times(Instant createdAt, Instant updatedAt, Instant pushedAt) {}

    public Repository {
        requireNonNull(owner, "owner is null");
        requireNonNull(name, "name is null");
        collaborators = Map.copyOf(collaborators);
        formerNames = List.copyOf(formerNames);
    }

    @Override
    public long scope() {
        return 0;
    }

    public String fullName() {
        return owner + "/" + name;
    }

    public Optional<String> projectName() {
        return Optional.ofNullable(project);
    }

    public Repository withProfile(Profile newProfile, Instant now) {
        String marked = ProjectMarker.of(newProfile.description()).orElse(project);
        return new Repository(
                id,
                owner,
                name,
                newProfile,
                features,
                mergeRules,
                collaborators,
                formerNames,
                marked,
                deleted,
                touched(now));
    }

    public Repository withRules(Features newFeatures, MergeRules newRules, Instant now) {
        return new Repository(
                id,
                owner,
                name,
                profile,
                newFeatures,
                newRules,
                collaborators,
                formerNames,
                project,
                deleted,
                touched(now));
    }

    public Repository renamed(String newName, Instant now) {
        List<String> names = new java.util.ArrayList<>(formerNames);
        names.add(fullName());
        return new Repository(
                id,
                owner,
                newName,
                profile,
                features,
                mergeRules,
                collaborators,
                names,
                project,
                deleted,
                touched(now));
    }

    public Repository withCollaborator(String login, Permission permission) {
        Map<String, Permission> granted = new TreeMap<>(collaborators);
        if (permission == Permission.NONE) {
            granted.remove(login);
        } else {
            granted.put(login, permission);
        }
        return new Repository(
                id, owner, name, profile, features, mergeRules, granted, formerNames, project, deleted, times);
    }

    public Repository pushed(Instant now) {
        Times pushedTimes = new Times(times.createdAt(), now, now);
        return new Repository(
                id,
                owner,
                name,
                profile,
                features,
                mergeRules,
                collaborators,
                formerNames,
                project,
                deleted,
                pushedTimes);
    }

    public Repository asDeleted(Instant now) {
        return new Repository(
                id,
                owner,
                name,
                profile,
                features,
                mergeRules,
                collaborators,
                formerNames,
                project,
                true,
                touched(now));
    }

    private Times touched(Instant now) {
        return new Times(times.createdAt(), now, times.pushedAt());
    }
}
