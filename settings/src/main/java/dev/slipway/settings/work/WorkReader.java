package dev.slipway.settings.work;

import dev.slipway.project.ProjectSpec;
import dev.slipway.run.BatchName;
import dev.slipway.run.ProjectName;
import dev.slipway.settings.installation.AccountSettings;
import dev.slipway.settings.installation.OlderTokens;
import dev.slipway.settings.schema.SettingsSchema;
import dev.slipway.settings.yaml.Mapping;
import dev.slipway.settings.yaml.Nearest;
import dev.slipway.settings.yaml.Problems;
import dev.slipway.settings.yaml.Value;
import dev.slipway.settings.yaml.Variables;
import dev.slipway.settings.yaml.YamlFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the work ({@code name}, {@code projects}, {@code defaults}, {@code automation}, {@code constitution}) from
 * {@code slipway.yaml}, or from a file of the older form; sections of the installation in the same file are only looked
 * at for unknown keys.
 */
public final class WorkReader {
    private static final int PARALLEL = 3;
    private static final int MOST_PARALLEL = 1_000;
    private static final List<String> LOG_LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "WARNING", "ERROR");

    private final Path file;
    private final Map<String, String> environment;
    private final WorkDefaults defaults;
    private final Problems problems = new Problems();

    private WorkReader(Path file, Map<String, String> environment, WorkDefaults defaults) {
        this.file = file;
        this.environment = environment;
        this.defaults = defaults;
    }

    /**
     * Reads a file whole, every default filled in.
     *
     * @throws dev.slipway.settings.ConfigurationException with everything that is wrong in it, each with its line
     */
    public static Work read(Path file, Map<String, String> environment, WorkDefaults defaults) {
        return new WorkReader(file, environment, defaults).read();
    }

    private Work read() {
        Mapping root = YamlFile.read(file, problems, Variables.ofWork(environment, file));
        SettingsSchema.ROOT.check(root);
        BatchName name = root.get("name")
                .flatMap(value ->
                        value.as(BatchName::of, "a name is needed: up to 100 letters, digits, '.', '_' and '-'"))
                .orElseGet(() -> nameOf(file));
        ProjectReader reader = new ProjectReader(root, defaults, problems);
        reader.checkDefaults();
        Map<ProjectName, Path> constitutions = new LinkedHashMap<>();
        List<ProjectSpec> projects = new ArrayList<>();
        for (Mapping project : listed(root)) {
            reader.read(project).ifPresent(spec -> {
                projects.add(spec);
                reader.constitution(project).ifPresent(path -> constitutions.put(spec.name(), path));
            });
        }
        Optional<Path> constitution = root.get("constitution")
                .flatMap(reader::constitution)
                .or(() -> reader.defaults().flatMap(reader::constitution));
        int parallel = checkAutomation(root);
        List<AccountSettings> tokens = OlderTokens.read(root);
        problems.throwIfAny();
        return new Work(
                name,
                parallel,
                projects,
                constitution.orElse(null),
                constitutions,
                reader.seats(),
                problems.warnings(),
                tokens,
                file);
    }

    private List<Mapping> listed(Mapping root) {
        Optional<Value> projects = root.get("projects");
        if (projects.isEmpty()) {
            root.error(
                    "projects",
                    root.keys().contains("projects")
                            ? "'projects' is empty. Add a project: - {name: my-project, description: …, toolchain: go}"
                            : "there is no 'projects' list in this file. 'slipway init' writes one to start from");
            return List.of();
        }
        if (projects.get().isList() && projects.get().list().isEmpty()) {
            projects.get()
                    .error("is an empty list. Add a project: - {name: my-project, description: …, toolchain: go}");
        }
        return root.mappings("projects");
    }

    /** What concerns the batch as a whole. */
    private int checkAutomation(Mapping root) {
        Optional<Mapping> automation = root.get("automation").flatMap(Value::mapping);
        automation
                .flatMap(section -> section.get("log_level"))
                .ifPresent(value -> value.as(
                        WorkReader::logLevel,
                        "one of " + String.join(", ", LOG_LEVELS) + " is needed."
                                + Nearest.hint(value.shown(), LOG_LEVELS)));
        root.get("smart_contracts")
                .flatMap(Value::mapping)
                .flatMap(section -> section.get("deployment_network"))
                .ifPresent(
                        value -> value.warn("has no effect: what deploys is 'deploy' under 'commands' of a project"));
        return automation
                .flatMap(section -> section.get("parallel_workers"))
                .flatMap(value -> value.integer(1, MOST_PARALLEL))
                .orElse(PARALLEL);
    }

    private static String logLevel(String text) {
        if (!LOG_LEVELS.contains(text.strip().toUpperCase(Locale.ROOT))) {
            throw new IllegalArgumentException("no level");
        }
        return text;
    }

    /** The file's base name, as far as a batch may be called so. */
    static BatchName nameOf(Path file) {
        Path last = file.toAbsolutePath().normalize().getFileName();
        String base = last == null ? "" : last.toString().replaceFirst("\\.ya?ml$", "");
        String name = base.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[^A-Za-z0-9]+|-+$", "");
        return BatchName.of(name.isEmpty() ? "batch" : name.substring(0, Math.min(name.length(), 100)));
    }
}
