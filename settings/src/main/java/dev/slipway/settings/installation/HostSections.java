package dev.slipway.settings.installation;

import dev.slipway.settings.yaml.Layers;
import dev.slipway.settings.yaml.Value;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code stores} and {@code worker}. */
final class HostSections {
    /** A prototype lost sessions at 5 s when a machine was busy. */
    private static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(5);

    /** Longer than a restart of the server takes. */
    private static final Duration GRACE = Duration.ofMinutes(2);

    private static final long MIN_FREE_DISK = 2_000_000_000L;
    private static final int ANY_PORT = 0;
    private static final int MOST_SLOTS = 256;

    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*(KB|MB|GB|TB)?");
    private static final Map<String, Long> UNITS =
            Map.of("KB", 1_000L, "MB", 1_000_000L, "GB", 1_000_000_000L, "TB", 1_000_000_000_000L);
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

    private final Layers layers;
    private final SecretsSeen secrets;

    HostSections(Layers layers, SecretsSeen secrets) {
        this.layers = layers;
        this.secrets = secrets;
    }

    StoreSettings stores() {
        URI artifacts =
                layers.get("stores", "artifacts").flatMap(HostSections::store).orElse(null);
        Optional<Value> access = layers.get("stores", "access_key");
        Optional<Value> secret = layers.get("stores", "secret_key");
        if (access.isPresent() != secret.isPresent()) {
            access.or(() -> secret)
                    .ifPresent(value -> value.error("stands alone: 'access_key' and 'secret_key' go together"));
        }
        if (access.isPresent() && (artifacts == null || !S3Location.isOne(artifacts))) {
            access.get().warn("has no effect: 'artifacts' under 'stores' is no s3:// URL");
        }
        Optional<LedgerLocation> ledger = layers.get("stores", "ledger").flatMap(HostSections::ledger);
        Optional<Value> user = layers.get("stores", "ledger_user");
        Optional<Value> password = layers.get("stores", "ledger_password");
        if (ledger.filter(LedgerLocation.PostgreSql.class::isInstance).isEmpty()) {
            user.or(() -> password)
                    .ifPresent(value -> value.warn("has no effect: 'ledger' under 'stores' is no PostgreSQL database"));
        } else if (password.isPresent() && user.isEmpty()) {
            password.get().error("stands alone: 'ledger_user' is needed with it");
        }
        return new StoreSettings(
                artifacts,
                access.flatMap(secrets::read).orElse(null),
                secret.flatMap(secrets::read).orElse(null),
                ledger.orElse(null),
                user.flatMap(secrets::readQuietly).orElse(null),
                password.flatMap(secrets::read).orElse(null));
    }

    private static Optional<LedgerLocation> ledger(Value value) {
        String text = value.text().map(String::strip).orElse("");
        if (LedgerLocation.PostgreSql.isOne(text)) {
            try {
                LedgerLocation.PostgreSql database = new LedgerLocation.PostgreSql(text);
                if (database.isUnencrypted()) {
                    value.warn("names a database on another machine without 'sslmode=require' or better: what is"
                            + " written may travel unencrypted");
                }
                return Optional.of(database);
            } catch (IllegalArgumentException e) {
                value.error("can't be used: " + e.getMessage()
                        + ". Write jdbc:postgresql://HOST:PORT/DATABASE?sslmode=verify-full");
                return Optional.empty();
            }
        }
        if (SCHEME.matcher(text).matches()) {
            // Not shown: a URL of another database may hold a password.
            value.error("is no ledger: the path of a SQLite file or jdbc:postgresql://HOST:PORT/DATABASE is needed");
            return Optional.empty();
        }
        return value.path().map(LedgerLocation.File::new);
    }

    WorkerSettings worker() {
        return new WorkerSettings(
                worker("slots").flatMap(value -> value.integer(0, MOST_SLOTS)).orElse(0),
                worker("heartbeat_timeout")
                        .flatMap(value -> value.duration(Duration.ofSeconds(2), Duration.ofMinutes(10)))
                        .orElse(HEARTBEAT_TIMEOUT),
                worker("grace")
                        .flatMap(value -> value.duration(Duration.ZERO, Duration.ofHours(1)))
                        .orElse(GRACE),
                worker("isolation")
                        .flatMap(value -> value.oneOf(Isolation.class))
                        .orElse(Isolation.AUTO),
                worker("min_free_disk")
                        .flatMap(value -> value.as(HostSections::bytes, "a size is needed, such as 500MB or 2GB"))
                        .orElse(MIN_FREE_DISK),
                worker("management_port")
                        .flatMap(value -> value.integer(-1, 65_535))
                        .orElse(ANY_PORT));
    }

    private Optional<Value> worker(String key) {
        return layers.get("worker", key);
    }

    private static long bytes(String text) {
        Matcher matcher = SIZE.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no size");
        }
        long unit = matcher.group(2) == null ? 1 : UNITS.get(matcher.group(2));
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("too large", e);
        }
    }

    private static Optional<URI> store(Value value) {
        String text = value.text().map(String::strip).orElse("");
        if (text.regionMatches(true, 0, "file:", 0, 5)) {
            return value.as(URI::create, "a folder or a file: URL is needed");
        }
        if (text.regionMatches(true, 0, "s3:", 0, 3)) {
            return s3(value, text);
        }
        if (SCHEME.matcher(text).matches()) {
            value.error("is '" + value.shown() + "'; a folder, a file: URL or an s3:// URL is needed");
            return Optional.empty();
        }
        return value.path().map(Path::toUri);
    }

    private static Optional<URI> s3(Value value, String text) {
        try {
            if (S3Location.of(text).isUnencrypted()) {
                value.warn("names an endpoint with http:// on another machine: what is stored goes there unencrypted");
            }
            return Optional.of(URI.create(text));
        } catch (IllegalArgumentException e) {
            value.error("can't be used: " + e.getMessage()
                    + ". Write s3://BUCKET/PREFIX?endpoint=https://HOST:PORT&region=REGION&path_style=true");
            return Optional.empty();
        }
    }
}
