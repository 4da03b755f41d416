package dev.slipway.batch;

import static java.util.Objects.requireNonNull;

import dev.slipway.run.BatchName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Input of {@link BatchWorkflow}.
 *
 * @param projects all of them, in the file's order; after continue-as-new those that are not started yet
 * @param parallel children at a time
 * @param force run also what was completed before, with the new run keys
 * @param carried state of the run before, after continue-as-new; null at the first start
 * @param options null for the usual ones
 */
public record BatchInput(
        BatchName name,
        List<ProjectEntry> projects,
        int parallel,
        boolean force,
        @Nullable CarriedBatch carried,
        @Nullable BatchOptions options) {

    public BatchInput {
        requireNonNull(name, "name is null");
        projects = List.copyOf(projects);
        if (parallel < 1) {
            throw new IllegalArgumentException("parallel is less than 1: " + parallel);
        }
    }

    public BatchInput(
            BatchName name, List<ProjectEntry> projects, int parallel, boolean force, @Nullable CarriedBatch carried) {
        this(name, projects, parallel, force, carried, null);
    }
}
