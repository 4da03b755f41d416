package dev.slipway.project;

import dev.slipway.account.AccountLease;
import dev.slipway.account.WriteSlots;
import dev.slipway.change.RepositorySource;
import dev.slipway.repository.EnsureRepository;
import dev.slipway.repository.Repository;
import dev.slipway.repository.RepositoryActivities;
import dev.slipway.repository.RepositoryId;
import dev.slipway.repository.SetTopics;
import dev.slipway.repository.TopicsSet;

/** A project builds in a repository of its own: created, or found again by its marker. */
final class NewRepository implements RepositorySource {
    /** GitHub allows 350 characters, the marker included. */
    private static final int LONGEST_DESCRIPTION = 200;

    private final ProjectSpec project;
    private final String marker;

    /** @param marker the project's workflow id */
    NewRepository(ProjectSpec project, String marker) {
        this.project = project;
        this.marker = marker;
    }

    @Override
    public int writes() {
        return 1;
    }

    @Override
    public Repository get(RepositoryActivities github, AccountLease lease, WriteSlots writes) {
        return github.ensure(new EnsureRepository(
                new RepositoryId(lease.owner(), project.name().value()),
                marker,
                shortDescription(),
                project.visibility(),
                project.defaultBranch(),
                project.onNameTaken(),
                lease,
                writes));
    }

    @Override
    public boolean hasTopics() {
        return !project.topics().isEmpty();
    }

    @Override
    public TopicsSet setTopics(
            RepositoryActivities github, Repository repository, AccountLease lease, WriteSlots writes) {
        return github.setTopics(
                new SetTopics(repository.id(), marker, repository.created(), project.topics(), lease, writes));
    }

    private String shortDescription() {
        String line = project.description().replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        return line.length() <= LONGEST_DESCRIPTION ? line : line.substring(0, LONGEST_DESCRIPTION - 1) + "…";
    }
}
