package dev.slipway.starter.command;

import dev.slipway.settings.installation.TemporalSettings;
import dev.slipway.settings.secret.SecretRef;
import dev.slipway.starter.output.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A Temporal server and the login there, as options. Secrets are named by file, so that no process list shows them. */
final class ServerLogin {
    @Option(names = "--address", paramLabel = "HOST:PORT", description = "The server.")
    private @Nullable String address;

    @Option(names = "--namespace", paramLabel = "NAME", description = "Slipway's namespace there.")
    private @Nullable String namespace;

    @Option(names = "--api-key-file", paramLabel = "FILE", description = "Holds an API key of Temporal Cloud.")
    private @Nullable Path apiKey;

    @Option(names = "--tls", description = "Encrypt the connection; implied by the options below.")
    private boolean tls;

    @Option(names = "--certificate", paramLabel = "FILE", description = "Client certificate for mTLS (PEM).")
    private @Nullable Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "Its private key (PEM, PKCS#8).")
    private @Nullable Path key;

    @Option(names = "--ca", paramLabel = "FILE", description = "A further trusted certificate (PEM).")
    private @Nullable Path ca;

    /**
     * The configured server, with what options say in its place. A server that is named here gets none of the configured
     * logins: they are another's.
     */
    TemporalSettings over(TemporalSettings configured, Path directory) {
        if ((certificate == null) != (key == null)) {
            throw CommandFailure.wrongUsage("mTLS needs both --certificate and --key.");
        }
        boolean login = apiKey != null || certificate != null || ca != null || tls;
        TemporalSettings base = address == null
                ? configured
                : new TemporalSettings(address, configured.namespace(), null, false, null, null, null);
        return new TemporalSettings(
                base.address(),
                namespace == null ? base.namespace() : namespace,
                apiKey == null ? base.apiKey() : new SecretRef.File(readable("--api-key-file", apiKey, directory)),
                login || base.tls(),
                certificate == null ? base.certificate() : readable("--certificate", certificate, directory),
                key == null ? base.key() : readable("--key", key, directory),
                ca == null ? base.ca() : readable("--ca", ca, directory));
    }

    private static Path readable(String option, Path file, Path directory) {
        Path found = directory.resolve(file);
        if (!Files.isReadable(found) || Files.isDirectory(found)) {
            throw CommandFailure.wrongUsage(option + " " + file + ": there is no such file that can be read.");
        }
        return found;
    }
}
