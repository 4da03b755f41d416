package dev.slipway.settings.toolchain;

import static java.util.Objects.requireNonNull;

import dev.slipway.run.ToolchainName;
import dev.slipway.verification.Phase;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a kind of project is prepared, compiled and tested: one YAML file each.
 *
 * <p>Commands are shell lines, run in the working tree with {@code SLIPWAY_TOOLS} (the toolchain's own folder,
 * read-only) and {@code SLIPWAY_CACHE} (this host's writable cache for the toolchain) in their environment.
 *
 * @param requires programs that the machine must have
 * @param installs packages that Slipway can put into the user's cache
 * @param files the toolchain's own programs: path in its folder to content
 * @param prepare commands; may be empty
 * @param compile commands; may be empty
 * @param test commands; may be empty
 * @param ignore what builds leave behind, as lines of a {@code .gitignore}: never committed
 * @param environment additions; values may hold <code>${tools}</code>, <code>${cache}</code>, <code>${user_home}</code>
 *     and <code>${NAME}</code> of the allowed variables
 * @param readable further paths that builds may read, with the same placeholders
 * @param guidance for the agent's prompt: the layout that is expected, and how it is compiled and tested
 * @param source where it was read from, for people
 */
public record ToolchainDefinition(
        ToolchainName name,
        String description,
        List<ToolRequirement> requires,
        List<ToolPackage> installs,
        Map<String, String> files,
        List<String> prepare,
        List<String> compile,
        List<String> test,
        List<String> ignore,
        Map<String, String> environment,
        List<String> readable,
        String guidance,
        String source) {
    public ToolchainDefinition {
        requireNonNull(name, "name is null");
        requires = List.copyOf(requires);
        installs = List.copyOf(installs);
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        prepare = List.copyOf(prepare);
        compile = List.copyOf(compile);
        test = List.copyOf(test);
        ignore = List.copyOf(ignore);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        readable = List.copyOf(readable);
    }

    /** The toolchain's own commands of a phase; where to deploy to, only a project knows. */
    public List<String> commands(Phase phase) {
        return switch (phase) {
            case PREPARE -> prepare;
            case COMPILE -> compile;
            case TEST -> test;
            case DEPLOY -> List.of();
        };
    }
}
