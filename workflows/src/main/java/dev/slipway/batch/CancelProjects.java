package dev.slipway.batch;

import dev.slipway.run.BatchName;
import dev.slipway.run.ProjectName;
import java.util.List;

/**
 * Ask each of these projects' workflows to cancel.
 */
public record CancelProjects(BatchName batch, List<ProjectName> names) {
    public CancelProjects {
        names = List.copyOf(names);
    }
}
