package dev.slipway.batch;

import java.util.List;

/**
 * Update: projects that are over are to run again, as many at a time as the batch allows.
 *
 * @param projects each with the run key of its earlier execution, the step from which to go on, and who wants it
 */
public record RunProjectsAgain(List<ProjectEntry> projects) {
    public static final String UPDATE = "runAgain";

    public RunProjectsAgain {
        projects = List.copyOf(projects);
    }
}
