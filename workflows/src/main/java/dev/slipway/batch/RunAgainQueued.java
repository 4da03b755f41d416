package dev.slipway.batch;

import dev.slipway.run.ProjectName;
import java.util.List;

/** Answer to {@link RunProjectsAgain}: those that are to run now and would not have without it. */
public record RunAgainQueued(List<ProjectName> projects) {
    public RunAgainQueued {
        projects = List.copyOf(projects);
    }
}
