package dev.slipway.settings.work;

import dev.slipway.run.ToolchainName;
import dev.slipway.settings.toolchain.Toolchains;
import dev.slipway.settings.yaml.Chain;
import dev.slipway.settings.yaml.Mapping;
import dev.slipway.settings.yaml.Nearest;
import dev.slipway.settings.yaml.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which toolchain a project is built with: the one it names, else the one that its blockchain or language asks for. */
final class ToolchainChoice {
    /** The toolchain that has only the project's own commands. */
    static final ToolchainName COMMAND = new ToolchainName("command");

    private static final List<String> CONTRACT =
            List.of("blockchain", "contract_type", "language", "testing_framework");

    private final List<String> known;
    private final Optional<Mapping> defaults;
    private final Optional<Mapping> contracts;

    ToolchainChoice(Toolchains toolchains, Optional<Mapping> defaults, Optional<Mapping> contracts) {
        this.known = toolchains.all().stream()
                .map(definition -> definition.name().value())
                .sorted()
                .toList();
        this.defaults = defaults;
        this.contracts = contracts;
    }

    /** Tells a toolchain in the defaults that is not known. */
    void checkDefaults(Mapping mapping) {
        mapping.get("toolchain").ifPresent(this::named);
    }

    /** The toolchain of a project; empty where there is none, which is told. */
    Optional<ToolchainName> of(Mapping project) {
        if (project.get("toolchain").isPresent()) {
            return project.get("toolchain").flatMap(this::named);
        }
        boolean ownContract = CONTRACT.stream().anyMatch(key -> project.get(key).isPresent());
        Optional<Value> usual = defaults.flatMap(mapping -> mapping.get("toolchain"));
        if (!ownContract && usual.isPresent()) {
            return usual.flatMap(this::named);
        }
        Chain chain = new Chain(Stream.of(Optional.of(project), defaults, contracts)
                .flatMap(Optional::stream)
                .toList());
        if (CONTRACT.stream().allMatch(key -> chain.get(key).isEmpty())) {
            project.error(
                    "name",
                    "the project" + named(project) + " has no 'toolchain'. Add one of " + String.join(", ", known)
                            + "; or a 'blockchain'");
            return Optional.empty();
        }
        // A language of its own says more than the general default of another chain.
        boolean ownLanguage =
                project.get("language").isPresent() && project.get("blockchain").isEmpty();
        return contract(project, chain, ownLanguage ? null : word(chain, "blockchain"));
    }

    /** The kind of thing to build. */
    Optional<String> type(Chain chain) {
        chain.mappings().stream()
                .filter(mapping -> mapping.get("contract_type").isPresent()
                        && mapping.get("type").isPresent())
                .forEach(
                        mapping -> mapping.error("type", "'type' and 'contract_type' mean the same. Keep one of them"));
        return chain.get("contract_type")
                .or(() -> chain.get("type"))
                .or(() -> contracts.flatMap(mapping -> mapping.get("contract_type")))
                .flatMap(Value::text)
                .map(String::strip);
    }

    private Optional<ToolchainName> contract(Mapping project, Chain chain, @Nullable String blockchain) {
        try {
            ToolchainName name = Toolchains.forContract(
                    blockchain,
                    word(chain, "contract_type"),
                    word(chain, "language"),
                    word(chain, "testing_framework"));
            return Optional.of(name);
        } catch (IllegalArgumentException e) {
            chain.holder("blockchain")
                    .orElse(project)
                    .error("blockchain", "project" + named(project) + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static @Nullable String word(Chain chain, String key) {
        return chain.get(key).flatMap(Value::text).orElse(null);
    }

    private static String named(Mapping project) {
        return project.get("name")
                .flatMap(Value::raw)
                .map(name -> " '" + name + "'")
                .orElse("");
    }

    private Optional<ToolchainName> named(Value value) {
        Optional<String> text = value.text().map(String::strip);
        if (text.isPresent() && !known.contains(text.get())) {
            value.error("is '" + value.shown() + "', but there is no such toolchain." + Nearest.hint(text.get(), known)
                    + " Known are: " + String.join(", ", known) + ".");
            return Optional.empty();
        }
        return text.map(ToolchainName::of);
    }
}
