package dev.slipway.settings.work;

import dev.slipway.project.ProjectSpec;
import dev.slipway.run.BatchName;
import dev.slipway.run.ProjectName;
import dev.slipway.seat.SeatChoice;
import dev.slipway.settings.installation.AccountSettings;
import dev.slipway.settings.yaml.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What to build: read from {@code slipway.yaml} or the older form, every default filled in.
 *
 * @param name the batch's
 * @param parallel {@code automation.parallel_workers}
 * @param projects in the file's order; their {@code constitution} is still null: the starter stores it
 * @param constitution file with rules of the house; null for none
 * @param constitutions of projects that have rules of their own, which replace those above
 * @param seats agents and seats that projects name, with where they stand in the file first
 * @param warnings for people, each with file and line
 * @param tokens accounts that the older form brings along ({@code github.tokens}); empty in Slipway's own form
 * @param source the file
 */
public record Work(
        BatchName name,
        int parallel,
        List<ProjectSpec> projects,
        @Nullable Path constitution,
        Map<ProjectName, Path> constitutions,
        Map<SeatChoice, Place> seats,
        List<String> warnings,
        List<AccountSettings> tokens,
        Path source) {
    public Work {
        projects = List.copyOf(projects);
        warnings = List.copyOf(warnings);
        tokens = List.copyOf(tokens);
        seats = Map.copyOf(seats);
        constitutions = Map.copyOf(constitutions);
    }

    /** The rules of the house for a project. */
    public Optional<Path> constitutionOf(ProjectName project) {
        return Optional.ofNullable(constitutions.getOrDefault(project, constitution));
    }
}
