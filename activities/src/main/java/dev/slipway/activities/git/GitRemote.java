package dev.slipway.activities.git;

import dev.slipway.activities.failure.Failures;
import dev.slipway.failure.FailureType;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;

/**
 * A repository's remote.
 *
 * @param cloneUrl without credentials
 * @param allowedBase credentials are sent only to URLs at or below this one
 * @param credential who asks
 */
public record GitRemote(URI cloneUrl, URI allowedBase, RemoteCredential credential) {
    /** Refuses (as {@code REQUEST_REFUSED}) a clone URL that is not below the allowed base, or that carries credentials. */
    public GitRemote {
        if (cloneUrl.getRawUserInfo() != null) {
            throw Failures.of(
                    FailureType.REQUEST_REFUSED,
                    "The clone URL for host " + cloneUrl.getHost() + " carries credentials");
        }
        if (!covers(allowedBase, cloneUrl)) {
            throw Failures.of(
                    FailureType.REQUEST_REFUSED,
                    "The repository's clone URL " + cloneUrl + " is not below " + allowedBase
                            + ", the only place to which Git credentials are sent; set github.git_url if it should be");
        }
    }

    /** Whether a URL is at or below a base: same scheme, host and port, and a path that continues the base's. */
    static boolean covers(URI base, URI url) {
        if (!Objects.equals(lower(base.getScheme()), lower(url.getScheme()))
                || !Objects.equals(lower(base.getHost()), lower(url.getHost()))
                || port(base) != port(url)) {
            return false;
        }
        String below = url.normalize().getRawPath();
        String above = base.normalize().getRawPath();
        if (above == null || above.isEmpty()) {
            above = "/";
        }
        return below != null && (below.equals(above) || below.startsWith(above.endsWith("/") ? above : above + "/"));
    }

    private static String lower(String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }
}
