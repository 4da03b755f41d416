package dev.slipway.settings.work;

import dev.slipway.project.ProjectSpec;
import dev.slipway.run.BatchName;
import dev.slipway.settings.installation.AccountSettings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to build: read from {@code slipway.yaml} or the older form, every default filled in.
 *
 * @param name the batch's
 * @param parallel {@code automation.parallel_workers}
 * @param projects in the file's order; their {@code constitution} is still null: the starter stores it
 * @param constitution file with rules of the house; null for none
 * @param warnings for people, each with file and line
 * @param tokens accounts that the older form brings along ({@code github.tokens}); empty in Slipway's own form
 * @param source the file
 */
public record Work(
        BatchName name,
        int parallel,
        List<ProjectSpec> projects,
        @Nullable Path constitution,
        List<String> warnings,
        List<AccountSettings> tokens,
        Path source) {
    public Work {
        projects = List.copyOf(projects);
        warnings = List.copyOf(warnings);
        tokens = List.copyOf(tokens);
    }
}
