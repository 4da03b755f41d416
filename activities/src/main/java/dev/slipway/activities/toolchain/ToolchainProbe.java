package dev.slipway.activities.toolchain;

import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.settings.toolchain.ToolPackage;
import dev.slipway.settings.toolchain.ToolRequirement;
import dev.slipway.settings.toolchain.ToolchainDefinition;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Looks which toolchains this machine has. It starts the tools to ask for their versions, and changes nothing. */
public final class ToolchainProbe {
    /**
     * A toolchain's tools on this machine.
     *
     * @param state whether it can be used
     * @param located the machine's own tools that were found
     * @param packages that belong into the toolchain's folder here
     */
    record Look(ToolchainState state, List<LocatedTool> located, List<ToolPackage> packages) {}

    private final SlipwayHome home;
    private final ToolLocator locator;

    /**
     * @param environment of this process: PATH and HOME
     */
    public ToolchainProbe(SlipwayHome home, Map<String, String> environment) {
        this.home = home;
        this.locator = new ToolLocator(environment);
    }

    /**
     * Whether the toolchain can be used here, and if not, what is to be done.
     *
     * @throws InterruptedException when interrupted while a tool is asked for its version
     */
    public ToolchainState state(ToolchainDefinition definition) throws InterruptedException {
        return look(definition).state();
    }

    Look look(ToolchainDefinition definition) throws InterruptedException {
        Map<String, LocatedTool> located = new LinkedHashMap<>();
        ToolchainState.Missing missing = null;
        for (ToolRequirement requirement : definition.requires()) {
            ToolLocator.Found found = locator.find(requirement);
            found.tool().ifPresent(tool -> located.put(requirement.tool(), nearby(requirement.tool(), located, tool)));
            boolean provided = definition.installs().stream()
                    .anyMatch(group -> requirement.tool().equals(group.provides()));
            if (found.tool().isEmpty() && !provided && missing == null) {
                missing = new ToolchainState.Missing(found.problem(), requirement.get());
            }
        }
        List<ToolPackage> packages = definition.installs().stream()
                .filter(group -> group.provides() == null || !located.containsKey(group.provides()))
                .toList();
        List<LocatedTool> tools = located.values().stream().distinct().toList();
        return new Look(missing == null ? installed(definition, packages) : missing, tools, packages);
    }

    /** The folder of a tool found before that has this one too, such as npm beside node: then no other is opened. */
    private static LocatedTool nearby(String name, Map<String, LocatedTool> before, LocatedTool found) {
        return before.values().stream()
                .filter(tool -> Files.isExecutable(tool.bin().resolve(name)))
                .findFirst()
                .orElse(found);
    }

    private ToolchainState installed(ToolchainDefinition definition, List<ToolPackage> packages) {
        ToolchainFolder folder = ToolchainFolder.of(home, definition.name());
        if (folder.holds(ToolchainFolder.contents(definition, packages))) {
            return new ToolchainState.Ready();
        }
        List<String> names = new ArrayList<>();
        long bytes = 0;
        for (ToolPackage group : packages) {
            group.packages().forEach((name, version) -> names.add(Platform.fill(name) + " " + version));
            bytes += group.bytes();
        }
        String registries = packages.stream()
                .map(group -> switch (group.registry()) {
                    case NPM -> "npm";
                    case MAVEN -> "the Maven repository";
                })
                .distinct()
                .collect(Collectors.joining(" and "));
        String what = names.isEmpty() ? "Slipway's own files" : String.join(", ", names);
        return new ToolchainState.Installable(
                what, bytes, (registries.isEmpty() ? "" : "from " + registries + " ") + "into " + folder.path());
    }
}
