package dev.slipway.settings.toolchain;

import dev.slipway.run.ToolchainName;
import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads one toolchain's YAML, noting every problem with file and line. */
final class ToolchainReader {
    private static final List<String> KEYS = List.of(
            "description",
            "requires",
            "installs",
            "files",
            "prepare",
            "compile",
            "test",
            "ignore",
            "environment",
            "readable",
            "guidance");
    private static final List<String> REQUIREMENT_KEYS = List.of("tool", "args", "minimum", "locate", "also", "get");
    private static final List<String> PACKAGE_KEYS = List.of("registry", "packages", "size", "provides", "bin");
    private static final Pattern VERSION = Pattern.compile("[0-9]+(\\.[0-9]+)*");
    private static final Pattern EXACT = Pattern.compile("[0-9]+\\.[0-9]+[0-9A-Za-z.+-]*");
    private static final Pattern SIZE = Pattern.compile("([0-9]+) ?(KB|MB|GB)");

    /** Where the toolchain's own files come from. */
    interface FileSource {
        /** The content of a file beside the YAML, or empty when there is none. */
        Optional<String> read(String path) throws IOException;
    }

    private final String file;
    private final FileSource files;
    private final List<String> problems;

    ToolchainReader(String file, FileSource files, List<String> problems) {
        this.file = file;
        this.files = files;
        this.problems = problems;
    }

    /** The toolchain, or empty when it can't be read; problems are noted either way. */
    Optional<ToolchainDefinition> read(ToolchainName name, String yaml) {
        int before = problems.size();
        Node root;
        try {
            root = new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            problems.add(file + ":" + line + ": this is no YAML: " + e.getProblem());
            return Optional.empty();
        }
        if (root == null) {
            problems.add(file + ":1: the file is empty. A toolchain needs at least 'description' and 'guidance'");
            return Optional.empty();
        }
        YamlMap map = new YamlMap(file, "", root, problems);
        map.allow(KEYS);
        List<ToolRequirement> requires =
                map.maps("requires").stream().map(this::requirement).toList();
        List<ToolPackage> installs = map.maps("installs").stream()
                .map(entry -> toolPackage(entry, requires))
                .toList();
        ToolchainDefinition definition = new ToolchainDefinition(
                name,
                map.required("description").strip(),
                requires,
                installs,
                contents(map),
                map.texts("prepare"),
                map.texts("compile"),
                map.texts("test"),
                map.texts("ignore"),
                map.textMap("environment"),
                map.texts("readable"),
                map.required("guidance").strip(),
                file);
        return problems.size() == before ? Optional.of(definition) : Optional.empty();
    }

    private ToolRequirement requirement(YamlMap map) {
        map.allow(REQUIREMENT_KEYS);
        Optional<String> minimum = map.optional("minimum");
        minimum.filter(value -> !VERSION.matcher(value).matches())
                .ifPresent(value ->
                        map.problem("minimum", "'minimum' must be a version such as 20.1, found '" + value + "'"));
        return new ToolRequirement(
                map.required("tool"),
                map.has("args") ? map.texts("args") : List.of("--version"),
                minimum.orElse(null),
                map.texts("locate"),
                map.texts("also"),
                map.required("get").strip());
    }

    private ToolPackage toolPackage(YamlMap map, List<ToolRequirement> requires) {
        map.allow(PACKAGE_KEYS);
        Map<String, String> packages = map.textMap("packages");
        if (packages.isEmpty()) {
            map.problem("packages", "'packages' must name at least one package and its version");
        }
        packages.forEach((name, version) -> {
            if (!EXACT.matcher(version).matches()) {
                map.problem(
                        "packages",
                        "package '" + name + "' needs an exact version such as 1.2.3, found '" + version + "'");
            }
        });
        Optional<String> provides = map.optional("provides");
        provides.filter(tool -> requires.stream().noneMatch(r -> r.tool().equals(tool)))
                .ifPresent(tool -> map.problem(
                        "provides", "'provides' must name a tool that 'requires' lists, found '" + tool + "'"));
        return new ToolPackage(registry(map), packages, size(map), provides.orElse(null), map.texts("bin"));
    }

    private PackageRegistry registry(YamlMap map) {
        String word = map.required("registry");
        for (PackageRegistry registry : PackageRegistry.values()) {
            if (registry.name().toLowerCase(Locale.ROOT).equals(word)) {
                return registry;
            }
        }
        map.problem("registry", "'registry' must be npm or maven, found '" + word + "'");
        return PackageRegistry.NPM;
    }

    private static long size(YamlMap map) {
        String text = map.required("size");
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            map.problem("size", "'size' must be a number and KB, MB or GB, such as 10 MB, found '" + text + "'");
            return 0;
        }
        long unit = switch (matcher.group(2)) {
            case "KB" -> 1_000L;
            case "MB" -> 1_000_000L;
            default -> 1_000_000_000L;
        };
        return Long.parseLong(matcher.group(1)) * unit;
    }

    private Map<String, String> contents(YamlMap map) {
        Map<String, String> contents = new LinkedHashMap<>();
        for (String path : map.texts("files")) {
            if (path.startsWith("/") || List.of(path.split("/", -1)).contains("..")) {
                map.problem("files", "file '" + path + "' leaves the toolchain's folder");
                continue;
            }
            try {
                Optional<String> content = files.read(path);
                content.ifPresentOrElse(
                        text -> contents.put(path, text),
                        () -> map.problem(
                                "files", "file '" + path + "' does not exist beside the toolchain's YAML file"));
            } catch (IOException e) {
                map.problem("files", "file '" + path + "' can't be read: " + e.getMessage());
            }
        }
        return contents;
    }
}
