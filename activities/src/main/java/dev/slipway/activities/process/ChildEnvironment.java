package dev.slipway.activities.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The environment that strangers get: of the worker's variables only these, and a PATH of system folders. An agent's key
 * that happens to be in the worker's environment, or a token, stays there.
 */
public final class ChildEnvironment {
    private static final List<String> PROXIES = List.of("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY");

    private static final List<String> CERTIFICATES = List.of(
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "NODE_EXTRA_CA_CERTS",
            "CURL_CA_BUNDLE",
            "REQUESTS_CA_BUNDLE",
            "PIP_CERT",
            "GIT_SSL_CAINFO",
            "CARGO_HTTP_CAINFO",
            "NIX_SSL_CERT_FILE");

    private ChildEnvironment() {}

    /**
     * What may be taken over from the worker: language, time zone, proxies, certificates, and of its PATH the system's
     * folders behind the tools' own.
     *
     * @param toolFolders put in front of the PATH
     */
    public static Map<String, String> from(Map<String, String> worker, List<Path> toolFolders) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("PATH", path(worker, toolFolders));
        environment.put("LANG", worker.getOrDefault("LANG", "C.UTF-8"));
        environment.put("TERM", "dumb");
        environment.put("NO_COLOR", "1");
        copy(worker, environment, List.of("LC_ALL", "TZ"));
        for (String proxy : PROXIES) {
            copy(worker, environment, List.of(proxy, proxy.toLowerCase(Locale.ROOT)));
        }
        copy(worker, environment, CERTIFICATES);
        return environment;
    }

    /** Certificate files and folders that those variables name, so that an isolated program can read them. */
    public static List<Path> certificates(Map<String, String> environment) {
        List<Path> files = new ArrayList<>();
        for (String variable : CERTIFICATES) {
            String file = environment.get(variable);
            if (file != null
                    && file.startsWith("/")
                    && Files.exists(Path.of(file))
                    && !SystemFolders.hold(Path.of(file))) {
                files.add(Path.of(file));
            }
        }
        return files.stream().distinct().toList();
    }

    private static void copy(Map<String, String> from, Map<String, String> to, List<String> variables) {
        for (String variable : variables) {
            String value = from.get(variable);
            if (value != null && !value.isBlank()) {
                to.put(variable, value);
            }
        }
    }

    private static String path(Map<String, String> worker, List<Path> toolFolders) {
        Set<String> folders = new LinkedHashSet<>();
        toolFolders.forEach(folder -> folders.add(folder.toString()));
        for (String folder : worker.getOrDefault("PATH", "").split(":", -1)) {
            if (folder.startsWith("/") && SystemFolders.hold(Path.of(folder))) {
                folders.add(folder);
            }
        }
        folders.addAll(List.of(ProgramPath.DEFAULT.split(":", -1)));
        return String.join(":", folders);
    }
}
