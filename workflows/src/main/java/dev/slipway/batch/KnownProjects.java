package dev.slipway.batch;

import dev.slipway.run.ProjectName;
import java.util.List;

/** The projects that a batch is to run, runs or ran: what it is told, they are told. */
public record KnownProjects(List<ProjectName> projects) {
    public static final String QUERY = "known";

    public KnownProjects {
        projects = List.copyOf(projects);
    }
}
