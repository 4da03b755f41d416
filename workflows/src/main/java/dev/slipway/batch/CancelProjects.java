package dev.slipway.batch;

import dev.slipway.run.BatchName;
import dev.slipway.run.ProjectName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ask each of these projects' workflows to cancel.
 *
 * @param reason of the cancellation request; null for none
 */
public record CancelProjects(
        BatchName batch, List<ProjectName> names, @Nullable String reason) {
    public CancelProjects {
        names = List.copyOf(names);
    }
}
