package dev.slipway.batch;

import dev.slipway.project.ProjectSpec;
import dev.slipway.run.RunKey;

/**
 * A project, and the run key to use unless an earlier, unfinished run of it has one.
 */
public record ProjectEntry(ProjectSpec project, RunKey runKey) {}
