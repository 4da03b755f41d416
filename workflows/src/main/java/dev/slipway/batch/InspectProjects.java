package dev.slipway.batch;

import dev.slipway.run.BatchName;
import dev.slipway.run.ProjectName;
import java.util.List;

/**
 * Which of these projects have run before, or run now? At most 200 names a call.
 */
public record InspectProjects(BatchName batch, List<ProjectName> names) {
    public InspectProjects {
        names = List.copyOf(names);
    }
}
