package dev.slipway.failure;

import static java.util.Objects.requireNonNull;

/**
 * Detail of a failure that is an account's trouble, after {@link RateLimited} where it is a limit: which answer it was.
 *
 * @param response status, method and path, such as {@code 403 to POST /orgs/acme/repos}
 */
public record RefusedBy(String response) {
    public RefusedBy {
        requireNonNull(response, "response is null");
    }
}
