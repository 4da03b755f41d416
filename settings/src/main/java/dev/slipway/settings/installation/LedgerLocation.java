package dev.slipway.settings.installation;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the ledger is. */
public sealed interface LedgerLocation {
    /** A SQLite file: it serves one host. */
    record File(Path path) implements LedgerLocation {
        public File {
            requireNonNull(path, "path is null");
        }
    }

    /**
     * A PostgreSQL database: it serves any number of hosts.
     *
     * @param url {@code jdbc:postgresql://HOST[:PORT]/DATABASE[?…]}, without user and password
     */
    record PostgreSql(String url) implements LedgerLocation {
        private static final String SCHEME = "jdbc:postgresql:";
        private static final Pattern FORM = Pattern.compile(
                "jdbc:postgresql://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:]+])(:\\d{1,5})?/([A-Za-z0-9_.%-]+)(\\?(.*))?");
        private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");
        private static final List<String> SECRETS = List.of("user", "password", "sslpassword");
        private static final List<String> ENCRYPTED = List.of("require", "verify-ca", "verify-full");

        /** Whether that text means such a database. */
        static boolean isOne(String text) {
            return text.toLowerCase(Locale.ROOT).startsWith(SCHEME);
        }

        /** @throws IllegalArgumentException saying what is wrong with the URL, and never what its password was */
        public PostgreSql {
            Matcher matcher = FORM.matcher(requireNonNull(url, "url is null"));
            if (url.contains("@")) {
                throw new IllegalArgumentException(
                        "user and password don't belong in it; put them under 'ledger_user' and 'ledger_password'");
            }
            if (!matcher.matches() || (matcher.group(2) != null && port(matcher.group(2)) > 65_535)) {
                throw new IllegalArgumentException("it does not name a host and a database");
            }
            parameters(matcher.group(5)).stream()
                    .map(parameter -> parameter.split("=", 2)[0])
                    .filter(SECRETS::contains)
                    .findFirst()
                    .ifPresent(secret -> {
                        throw new IllegalArgumentException("'" + secret
                                + "' does not belong in it; user and password go under 'ledger_user' and"
                                + " 'ledger_password'");
                    });
        }

        /** Whether rows travel unencrypted to another machine. */
        public boolean isUnencrypted() {
            Matcher matcher = FORM.matcher(url);
            if (!matcher.matches() || LOOPBACK.matcher(matcher.group(1)).matches()) {
                return false;
            }
            Optional<String> mode = parameters(matcher.group(5)).stream()
                    .filter(parameter -> parameter.startsWith("sslmode="))
                    .map(parameter -> parameter.substring("sslmode=".length()))
                    .findFirst();
            return mode.filter(ENCRYPTED::contains).isEmpty();
        }

        private static int port(String text) {
            return Integer.parseInt(text.substring(1));
        }

        private static List<String> parameters(@Nullable String query) {
            return query == null ? List.of() : Arrays.asList(query.split("&", -1));
        }
    }
}
