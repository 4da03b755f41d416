package dev.slipway.project;

import dev.slipway.run.ProjectName;
import dev.slipway.run.RunState;
import java.math.BigDecimal;

/**
 * Signal from a project to its batch: closed, or resting until a person chooses. Small: the details are in the project's own report.
 */
public record ProjectReported(
        ProjectName name, RunState state, String reason, boolean pullRequest, BigDecimal costUsd) {
    /** Name of the signal at the batch. */
    public static final String SIGNAL = "projectReported";
}
