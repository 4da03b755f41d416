package dev.slipway.settings.installation;

import java.util.List;

/**
 * An installation, and what a person should know of it.
 *
 * @param warnings each with file and line
 * @param missingSecrets secrets that can't be resolved in this process, each with file, line and what to do; a worker
 *     elsewhere may well have them
 */
public record InstallationReport(Installation installation, List<String> warnings, List<String> missingSecrets) {
    public InstallationReport {
        warnings = List.copyOf(warnings);
        missingSecrets = List.copyOf(missingSecrets);
    }
}
