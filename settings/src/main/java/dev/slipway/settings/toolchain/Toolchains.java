package dev.slipway.settings.toolchain;

import dev.slipway.run.ToolchainName;
import dev.slipway.settings.ConfigurationException;
import dev.slipway.settings.yaml.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The toolchains that come with Slipway and those that the user added. */
public final class Toolchains {
    private static final List<String> BUILT_IN =
            List.of("solc", "foundry", "hardhat", "clarinet", "maven", "npm", "python", "go", "cargo", "command");
    private static final List<String> EVM_CHAINS =
            List.of("ethereum", "evm", "polygon", "arbitrum", "optimism", "base", "avalanche", "bsc", "gnosis", "celo");

    private final Map<ToolchainName, ToolchainDefinition> definitions;

    private Toolchains(Map<ToolchainName, ToolchainDefinition> definitions) {
        this.definitions = definitions;
    }

    /**
     * Reads the built-in toolchains and the user's own: each {@code <name>.yaml} in the folder, one of a built-in's name
     * replacing it.
     *
     * @param userFolder may not exist
     * @throws ConfigurationException with every problem found, file and line
     */
    public static Toolchains load(Path userFolder) {
        Map<ToolchainName, ToolchainDefinition> definitions = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (String name : BUILT_IN) {
            String yaml = resource(name + ".yaml")
                    .orElseThrow(() -> new IllegalStateException("resource toolchains/" + name + ".yaml is missing"));
            new ToolchainReader("toolchains/" + name + ".yaml", path -> resource(name + "/" + path), problems)
                    .read(new ToolchainName(name), yaml)
                    .ifPresent(definition -> definitions.put(definition.name(), definition));
        }
        for (Path file : yamlFiles(userFolder, problems)) {
            readOwn(file, problems).ifPresent(definition -> definitions.put(definition.name(), definition));
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return new Toolchains(definitions);
    }

    /** The toolchain of that name. */
    public Optional<ToolchainDefinition> find(ToolchainName name) {
        return Optional.ofNullable(definitions.get(name));
    }

    /** All of them, built-in ones first. */
    public List<ToolchainDefinition> all() {
        return List.copyOf(definitions.values());
    }

    /** The name that a person probably meant by an unknown one. */
    public Optional<String> nearest(String unknown) {
        return Nearest.to(
                unknown, definitions.keySet().stream().map(ToolchainName::value).toList());
    }

    /**
     * The toolchain for a smart contract that is described by chain instead of by toolchain. The chain decides; a
     * language decides where there is no chain; a testing framework chooses among the chain's toolchains, and one that
     * belongs to another chain (a file's general default) is passed over.
     *
     * @param blockchain such as {@code ethereum} or {@code stacks}; null or blank when not given, like the others
     * @throws IllegalArgumentException when nothing fits, with the word that doesn't
     */
    public static ToolchainName forContract(
            @Nullable String blockchain,
            @Nullable String contractType,
            @Nullable String language,
            @Nullable String testingFramework) {
        String chain = word(blockchain);
        if (chain.equals("stacks") || (chain.isEmpty() && isClarity(contractType, language))) {
            return new ToolchainName("clarinet");
        }
        if (EVM_CHAINS.contains(chain) || (chain.isEmpty() && word(language).equals("solidity"))) {
            return switch (word(testingFramework)) {
                case "hardhat" -> new ToolchainName("hardhat");
                case "foundry", "forge" -> new ToolchainName("foundry");
                default -> new ToolchainName("solc");
            };
        }
        if (chain.isEmpty()) {
            throw new IllegalArgumentException(
                    "no toolchain follows from contract type '" + word(contractType) + "' and language '"
                            + word(language) + "'. Name a 'blockchain' (ethereum, stacks) or a 'toolchain'");
        }
        String near = Nearest.to(
                        chain,
                        Stream.concat(EVM_CHAINS.stream(), Stream.of("stacks")).toList())
                .map(n -> " Did you mean '" + n + "'?")
                .orElse(" Known: stacks, " + String.join(", ", EVM_CHAINS) + "; or name a 'toolchain'.");
        throw new IllegalArgumentException("unknown blockchain '" + blockchain + "'." + near);
    }

    private static boolean isClarity(@Nullable String contractType, @Nullable String language) {
        return word(language).equals("clarity")
                || (word(language).isEmpty() && word(contractType).equals("clarity"));
    }

    private static String word(@Nullable String value) {
        return value == null ? "" : value.strip().toLowerCase(Locale.ROOT);
    }

    private static Optional<ToolchainDefinition> readOwn(Path file, List<String> problems) {
        String base = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
        ToolchainName name;
        try {
            name = new ToolchainName(base);
        } catch (IllegalArgumentException e) {
            problems.add(file
                    + ": the file's name must be the toolchain's: small letters, digits and '-', such as zig.yaml");
            return Optional.empty();
        }
        Path folder = file.resolveSibling(base);
        ToolchainReader.FileSource beside = path -> {
            Path source = folder.resolve(path);
            return Files.isRegularFile(source) ? Optional.of(Files.readString(source)) : Optional.empty();
        };
        try {
            return new ToolchainReader(file.toString(), beside, problems).read(name, Files.readString(file));
        } catch (IOException e) {
            problems.add(file + ": can't be read: " + e);
            return Optional.empty();
        }
    }

    private static List<Path> yamlFiles(Path folder, List<String> problems) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file ->
                            file.toString().endsWith(".yaml") || file.toString().endsWith(".yml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            problems.add(folder + ": can't be read: " + e);
            return List.of();
        }
    }

    private static Optional<String> resource(String path) {
        try (InputStream in = Toolchains.class.getResourceAsStream("/toolchains/" + path)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("resource toolchains/" + path, e);
        }
    }
}
