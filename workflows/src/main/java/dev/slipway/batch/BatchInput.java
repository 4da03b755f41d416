package dev.slipway.batch;

import dev.slipway.run.BatchName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Input of {@link BatchWorkflow}.
 *
 * @param projects all of them, in the file's order
 * @param parallel children at a time
 * @param force run also what was completed before, with the new run keys
 * @param carried state of the run before, after continue-as-new; null at the first start
 */
public record BatchInput(
        BatchName name,
        List<ProjectEntry> projects,
        int parallel,
        boolean force,
        @Nullable CarriedBatch carried) {
    public BatchInput {
        projects = List.copyOf(projects);
    }
}
