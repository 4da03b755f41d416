package dev.slipway.starter.command;

import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.run.NameResolution;
import dev.slipway.starter.run.ProjectRow;
import dev.slipway.starter.run.Visibility;
import picocli.CommandLine.Parameters;

/** {@code NAME}: which project. */
final class ProjectOptions {
    @Parameters(paramLabel = "NAME", description = "A project's name, BATCH/NAME, or a workflow id.")
    private String name;

    /**
     * The project.
     *
     * @throws CommandFailure wrong usage: there is none of that name, or several, which are listed
     */
    ProjectRow find(Visibility visibility) {
        String id = NameResolution.project(name, NameResolution.directory(visibility));
        return visibility
                .project(id)
                .orElseThrow(() -> CommandFailure.wrongUsage("There is no project '" + name + "'."));
    }
}
