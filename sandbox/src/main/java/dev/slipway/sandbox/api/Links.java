package dev.slipway.sandbox.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.sandbox.world.Repository;
import java.net.URI;
import java.util.Base64;

/**
 * The addresses in answers, all of which lead back to the sandbox.
 *
 * @param site where pages and Git are, without a slash at the end
 * @param api where the REST API is, without a slash at the end
 */
public record Links(String site, String api) {

    String repo(Repository repository) {
        return api + "/repos/" + repository.fullName();
    }

    String page(Repository repository) {
        return site + "/" + repository.fullName();
    }

    String user(String login) {
        return api + "/users/" + encode(login);
    }

    /** The host and port, for addresses of other schemes. */
    String host() {
        return URI.create(site).getAuthority();
    }

    /** A path with what must not stand in an address encoded, slashes kept. */
    static String encode(String path) {
        String encoded = java.net.URLEncoder.encode(path, UTF_8).replace("+", "%20");
        return encoded.replace("%2F", "/");
    }

    /** GitHub's opaque ids for its GraphQL API. */
    static String nodeId(String kind, Object id) {
        return kind + "_"
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(id.toString().getBytes(UTF_8));
    }
}
