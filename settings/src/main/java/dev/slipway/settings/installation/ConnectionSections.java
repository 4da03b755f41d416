package dev.slipway.settings.installation;

import dev.slipway.account.Rotation;
import dev.slipway.settings.Target;
import dev.slipway.settings.secret.SecretRef;
import dev.slipway.settings.yaml.Layers;
import dev.slipway.settings.yaml.Value;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code temporal} and {@code github}. */
final class ConnectionSections {
    private static final String NAMESPACE = "slipway";
    private static final URI GITHUB_API = URI.create("https://api.github.com");
    private static final URI GITHUB_GIT = URI.create("https://github.com");
    private static final Duration WRITE_SPACING = Duration.ofSeconds(1);

    private static final Pattern ADDRESS = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::(\\d{1,5}))");
    private static final Pattern NAMESPACE_FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,254}");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    private final Layers layers;
    private final SecretsSeen secrets;
    private final Target target;

    ConnectionSections(Layers layers, SecretsSeen secrets, Target target) {
        this.layers = layers;
        this.secrets = secrets;
        this.target = target;
    }

    TemporalSettings temporal() {
        String address = layers.get("temporal", "address")
                .flatMap(value -> value.as(ConnectionSections::address, "host:port is needed, such as 127.0.0.1:7233"))
                .orElse(null);
        String namespace = layers.get("temporal", "namespace")
                .flatMap(value -> value.as(
                        ConnectionSections::namespace, "a namespace's name is needed: letters, digits, '-', '_', '.'"))
                .orElse(NAMESPACE);
        SecretRef apiKey =
                layers.get("temporal", "api_key").flatMap(secrets::read).orElse(null);
        Optional<Value> certificateValue = layers.get("temporal", "certificate");
        Optional<Value> keyValue = layers.get("temporal", "key");
        Path certificate = certificateValue.flatMap(ConnectionSections::file).orElse(null);
        Path key = keyValue.flatMap(ConnectionSections::file).orElse(null);
        if (certificateValue.isPresent() != keyValue.isPresent()) {
            certificateValue
                    .or(() -> keyValue)
                    .ifPresent(value -> value.error("stands alone: mTLS needs both 'certificate' and 'key'"));
        }
        Path ca = layers.get("temporal", "ca").flatMap(ConnectionSections::file).orElse(null);
        boolean tls = layers.get("temporal", "tls")
                .flatMap(Value::bool)
                .orElse(apiKey != null || certificate != null || ca != null);
        if (!tls && certificate != null) {
            certificateValue.ifPresent(value -> value.error("has no effect with 'tls: false'. Remove one of the two"));
        }
        return new TemporalSettings(address, namespace, apiKey, tls, certificate, key, ca);
    }

    GitHubSettings github() {
        URI api = url("api_url").orElse(GITHUB_API);
        if (!isGitHub(api)
                && !isTenant(api)
                && !api.getPath().replaceFirst("/+$", "").endsWith("/api/v3")) {
            layers.get("github", "api_url")
                    .ifPresent(
                            value -> value.warn("does not end with /api/v3, where the API of a GitHub Enterprise Server"
                                    + " is: https://" + api.getHost() + "/api/v3"));
        }
        URI git = url("git_url").orElseGet(() -> gitUrlOf(api));
        Duration spacing = layers.get("github", "write_spacing")
                .flatMap(value -> value.duration(Duration.ZERO, Duration.ofMinutes(1)))
                .orElse(WRITE_SPACING);
        Rotation rotation = layers.get("github", "rotation")
                .flatMap(value -> value.oneOf(Rotation.class))
                .orElse(Rotation.SPREAD);
        return new GitHubSettings(api, git, spacing, rotation);
    }

    private Optional<URI> url(String key) {
        Optional<Value> value = layers.get("github", key);
        if (target == Target.SANDBOX && value.filter(Value::isUnresolved).isPresent()) {
            return Optional.empty();
        }
        Optional<URI> url = value.flatMap(found -> found.uri(Set.of("http", "https")));
        url.filter(uri -> uri.getScheme().equalsIgnoreCase("http")
                        && !LOOPBACK.matcher(uri.getHost()).matches())
                .ifPresent(uri ->
                        value.get().error("begins with http://, which would send tokens unencrypted. Use https://"));
        return url;
    }

    private static URI gitUrlOf(URI api) {
        if (isGitHub(api)) {
            return GITHUB_GIT;
        }
        return isTenant(api) ? URI.create("https://" + api.getHost().substring("api.".length())) : api.resolve("/");
    }

    private static boolean isGitHub(URI api) {
        return GITHUB_API.getHost().equalsIgnoreCase(api.getHost());
    }

    /** GitHub Enterprise Cloud with data residency: its API has a host of its own, as github.com's has. */
    private static boolean isTenant(URI api) {
        String host = api.getHost().toLowerCase(Locale.ROOT);
        return host.startsWith("api.") && host.endsWith(".ghe.com");
    }

    private static String address(String text) {
        String address = text.strip();
        var matcher = ADDRESS.matcher(address);
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65_535) {
            throw new IllegalArgumentException("no address");
        }
        return address;
    }

    private static String namespace(String text) {
        if (!NAMESPACE_FORM.matcher(text.strip()).matches()) {
            throw new IllegalArgumentException("no namespace");
        }
        return text.strip();
    }

    private static Optional<Path> file(Value value) {
        Optional<Path> file = value.path();
        file.filter(path -> !Files.isReadable(path) || Files.isDirectory(path))
                .ifPresent(path -> value.error("is '" + value.shown() + "', which is no file that can be read here"));
        return file;
    }
}
