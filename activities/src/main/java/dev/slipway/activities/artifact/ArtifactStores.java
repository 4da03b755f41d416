package dev.slipway.activities.artifact;

import dev.slipway.settings.installation.S3Location;
import dev.slipway.settings.installation.StoreSettings;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.settings.secret.SecretResolver;
import java.net.URI;
import java.nio.file.Path;

/** Chooses the artifact store by the one URL that is configured. */
public final class ArtifactStores {
    private ArtifactStores() {}

    /**
     * The store; nothing is asked of it yet.
     *
     * @throws dev.slipway.settings.ConfigurationException if its keys can't be had
     */
    public static ArtifactStore of(StoreSettings settings, SlipwayHome home, SecretResolver secrets) {
        URI artifacts = settings.artifacts();
        if (artifacts == null) {
            return new DirectoryArtifactStore(home.artifacts());
        }
        return S3Location.isOne(artifacts)
                ? new S3ArtifactStore(S3Location.of(artifacts.toString()), S3Clients.of(settings, secrets))
                : new DirectoryArtifactStore(Path.of(artifacts));
    }
}
