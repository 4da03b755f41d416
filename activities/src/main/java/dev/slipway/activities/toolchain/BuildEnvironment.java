package dev.slipway.activities.toolchain;

import dev.slipway.settings.toolchain.ToolchainDefinition;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The environment of a build: an allow-list of the worker's, and what the toolchain adds. Never a token: variables whose
 * name speaks of one are left out whatever they begin with, and so are values with a login in a URL.
 */
final class BuildEnvironment {
    private static final Set<String> NAMES = Set.of(
            "LANG",
            "LC_ALL",
            "LC_CTYPE",
            "TZ",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "NODE_EXTRA_CA_CERTS",
            "NIX_SSL_CERT_FILE",
            "CURL_CA_BUNDLE",
            "REQUESTS_CA_BUNDLE",
            "GIT_SSL_CAINFO",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "NO_PROXY",
            "ALL_PROXY",
            "http_proxy",
            "https_proxy",
            "no_proxy",
            "all_proxy",
            "PIP_CERT",
            "PIP_INDEX_URL",
            "PIP_EXTRA_INDEX_URL",
            "PIP_FIND_LINKS",
            "PIP_TRUSTED_HOST",
            "PIP_NO_INDEX",
            "PIP_DEFAULT_TIMEOUT",
            "GOPROXY",
            "GOFLAGS",
            "GOSUMDB",
            "GONOSUMDB",
            "GONOPROXY",
            "GOINSECURE",
            "MAVEN_ARGS",
            "MAVEN_OPTS",
            "JAVA_TOOL_OPTIONS");
    private static final List<String> PREFIXES = List.of("npm_config_", "NPM_CONFIG_", "CARGO_");
    private static final Pattern SECRET =
            Pattern.compile("(?i)token|passw|secret|_auth|credential|api_?key|private_?key|otp");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
    private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

    private final Map<String, String> worker;
    private final Map<String, String> allowed = new TreeMap<>();

    BuildEnvironment(Map<String, String> worker) {
        this.worker = Map.copyOf(worker);
        worker.forEach((name, value) -> {
            boolean known = NAMES.contains(name) || PREFIXES.stream().anyMatch(name::startsWith);
            if (known && !SECRET.matcher(name).find() && !holdsLogin(value)) {
                allowed.put(name, value);
            }
        });
    }

    /**
     * All of a build's environment.
     *
     * @param bin folders before the worker's PATH
     */
    Map<String, String> variables(ToolchainDefinition definition, List<Path> bin, Path tools, Path cache) {
        Map<String, String> variables = new TreeMap<>(allowed);
        Set<String> path = new LinkedHashSet<>();
        bin.forEach(folder -> path.add(folder.toString()));
        path.addAll(List.of(worker.getOrDefault("PATH", DEFAULT_PATH).split(":")));
        variables.put("PATH", String.join(":", path));
        variables.putIfAbsent("LANG", "C.UTF-8");
        variables.put("TERM", "dumb");
        variables.put("NO_COLOR", "1");
        variables.put("CI", "true");
        variables.put("SLIPWAY_TOOLS", tools.toString());
        variables.put("SLIPWAY_CACHE", cache.toString());
        definition.environment().forEach((name, value) -> variables.put(name, fill(value, tools, cache)));
        return variables;
    }

    /** Paths outside the system's folders that the build must be able to read: its own, and those its variables name. */
    List<Path> readable(ToolchainDefinition definition, Path tools, Path cache) {
        List<Path> paths = new ArrayList<>();
        definition.readable().forEach(path -> addExisting(paths, fill(path, tools, cache)));
        allowed.forEach((name, value) -> {
            if (name.toUpperCase(Locale.ROOT).contains("CERT")
                    || name.contains("CA_BUNDLE")
                    || name.equals("GIT_SSL_CAINFO")
                    || name.equals("PIP_FIND_LINKS")
                    || name.toLowerCase(Locale.ROOT).endsWith("cafile")) {
                addExisting(paths, value);
            }
        });
        return paths;
    }

    private static void addExisting(List<Path> paths, String value) {
        if (value.startsWith("/") && Files.exists(Path.of(value))) {
            paths.add(Path.of(value));
        }
    }

    private String fill(String text, Path tools, Path cache) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        return matcher.replaceAll(found -> Matcher.quoteReplacement(
                        switch (found.group(1)) {
                            case "tools" -> tools.toString();
                            case "cache" -> cache.toString();
                            case "user_home" -> worker.getOrDefault("HOME", System.getProperty("user.home"));
                            default -> allowed.getOrDefault(found.group(1), "");
                        }))
                .strip();
    }

    private static boolean holdsLogin(String value) {
        for (String word : value.split("[\\s,=]+")) {
            if (word.contains("://")) {
                try {
                    if (URI.create(word).getRawUserInfo() != null) {
                        return true;
                    }
                } catch (IllegalArgumentException e) {
                    return word.contains("@");
                }
            }
        }
        return false;
    }
}
