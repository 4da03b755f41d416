package dev.slipway.settings.installation;

import dev.slipway.account.Rotation;
import java.net.URI;
import java.time.Duration;

/**
 * Which GitHub.
 *
 * @param apiUrl {@code https://api.github.com}, or a GitHub Enterprise Server's, or the sandbox's
 * @param gitUrl base that clone URLs must have for credentials to be sent there, such as {@code https://github.com}
 * @param writeSpacing between two content writes of one user
 * @param rotation which of the accounts that could do the work is taken
 */
public record GitHubSettings(URI apiUrl, URI gitUrl, Duration writeSpacing, Rotation rotation) {

    /** One that spreads its work. */
    public GitHubSettings(URI apiUrl, URI gitUrl, Duration writeSpacing) {
        this(apiUrl, gitUrl, writeSpacing, Rotation.SPREAD);
    }
}
