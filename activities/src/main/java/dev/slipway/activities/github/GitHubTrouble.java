package dev.slipway.activities.github;

import dev.slipway.activities.failure.Failures;
import dev.slipway.activities.failure.FixedSentences;
import dev.slipway.activities.failure.NamedTimes;
import dev.slipway.failure.FailureType;
import dev.slipway.failure.RateLimited;
import dev.slipway.failure.RefusedBy;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Says in {@link FailureType}'s words what a failed call to GitHub means. Judged by status, headers and GitHub's
 * structured body; never by what else may stand in a text.
 *
 * @see <a href="https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api">rate limits</a>
 */
final class GitHubTrouble {
    private static final NamedTimes TIMES = new NamedTimes(InstantSource.system());

    private GitHubTrouble() {}

    /** What a call's failure means; {@code doing} begins the message, such as "Creating acme/vault". */
    static ApplicationFailure of(String doing, Throwable failure) {
        if (failure instanceof ApplicationFailure known) {
            return known;
        }
        Optional<Refusal> refusal = Refusal.in(failure);
        if (refusal.isPresent()) {
            return refused(doing, refusal.get());
        }
        if (Failures.hostIsFull(failure)) {
            return Failures.of(
                    FailureType.HOST_RESOURCES, doing + ": this host is out of resources: " + Failures.rootOf(failure));
        }
        if (failure instanceof IOException || failure.getCause() instanceof IOException) {
            return Failures.of(
                    FailureType.UNAVAILABLE,
                    doing + ": GitHub could not be reached (" + Failures.rootOf(failure) + "). It is tried again.");
        }
        return Failures.of(FailureType.INTERNAL, doing + ": " + Failures.rootOf(failure));
    }

    private static ApplicationFailure refused(String doing, Refusal refusal) {
        String where = doing + ": " + refusal.getMessage();
        int status = refusal.status();
        if (refusal.isAboutAnApp() && (status == 401 || status == 404)) {
            return ofApp(where, status, by(refusal));
        }
        if (status == 401) {
            return Failures.of(
                    FailureType.ACCOUNT_UNAUTHORIZED,
                    where + ". The account's token is wrong, expired or revoked; renew it.",
                    by(refusal));
        }
        if (status == 403 || status == 429) {
            Optional<RateLimited> limit = limit(refusal);
            return limit.isPresent() ? limited(where, limit.get(), by(refusal)) : forbidden(where, refusal);
        }
        if (status == 404 && refusal.write()) {
            return Failures.of(
                    FailureType.ACCOUNT_FORBIDDEN,
                    where + ". GitHub hides what an account may not change: it needs " + needs(refusal) + ".",
                    by(refusal));
        }
        if (status >= 500) {
            return Failures.of(FailureType.UNAVAILABLE, where + ". It is tried again.");
        }
        String errors = refusal.errors().isEmpty() ? "" : " (" + String.join("; ", refusal.errors()) + ")";
        return Failures.of(FailureType.REQUEST_REFUSED, where + errors);
    }

    private static RefusedBy by(Refusal refusal) {
        return new RefusedBy(refusal.response());
    }

    private static ApplicationFailure ofApp(String where, int status, RefusedBy by) {
        return status == 401
                ? Failures.of(
                        FailureType.ACCOUNT_UNAUTHORIZED,
                        where
                                + ". The private key is none of this App's: check 'id' and 'private_key', or generate a new key"
                                + " on the App's settings page.",
                        by)
                : Failures.of(
                        FailureType.ACCOUNT_FORBIDDEN,
                        where
                                + ". The App has no such installation, or was uninstalled: check 'installation', the last part"
                                + " of its settings page's address.");
    }

    /** The rate limit that a 403 or 429 tells of; empty where it is about permissions. */
    static Optional<RateLimited> limit(Refusal refusal) {
        String remaining = refusal.header("X-RateLimit-Remaining");
        String retryAfter = refusal.header("Retry-After");
        if (retryAfter != null) {
            return Optional.of(new RateLimited(
                    TIMES.retryAfter(retryAfter, refusal.header("Date")).orElse(null), !"0".equals(remaining)));
        }
        if ("0".equals(remaining)) {
            return Optional.of(new RateLimited(
                    TIMES.reset(refusal.header("X-RateLimit-Reset"), refusal.header("Date"))
                            .orElse(null),
                    false));
        }
        boolean said = refusal.documentation().contains("rate-limit")
                || refusal.documentation().contains("abuse")
                || FixedSentences.SECONDARY_LIMIT.begin(refusal.said())
                || refusal.said().startsWith("API rate limit exceeded");
        return refusal.status() == 429 || said ? Optional.of(new RateLimited(null, true)) : Optional.empty();
    }

    private static ApplicationFailure limited(String where, RateLimited limit, RefusedBy by) {
        return Failures.of(
                FailureType.ACCOUNT_RATE_LIMITED,
                where + (limit.until() == null ? "" : ". It can go on at " + limit.until() + "."),
                limit,
                by);
    }

    private static ApplicationFailure forbidden(String where, Refusal refusal) {
        if (refusal.suspended()) {
            return Failures.of(
                    FailureType.ACCOUNT_SUSPENDED,
                    where + ". GitHub has suspended the account; its owner must ask support.",
                    by(refusal));
        }
        String sso = refusal.wantedSso();
        if (sso != null) {
            int url = sso.indexOf("url=");
            return Failures.of(
                    FailureType.ACCOUNT_FORBIDDEN,
                    where + ". The token must be authorised for the organisation's single sign-on"
                            + (url < 0 ? "." : " at " + sso.substring(url + 4)),
                    by(refusal));
        }
        return Failures.of(
                FailureType.ACCOUNT_FORBIDDEN, where + ". The account needs " + needs(refusal) + ".", by(refusal));
    }

    private static String needs(Refusal refusal) {
        String permissions = refusal.header("X-Accepted-GitHub-Permissions");
        String scopes = refusal.header("X-Accepted-OAuth-Scopes");
        String has = refusal.header("X-OAuth-Scopes");
        if (permissions != null && !permissions.isBlank()) {
            return "the permission " + permissions;
        }
        if (scopes != null && !scopes.isBlank()) {
            return "one of the scopes " + scopes
                    + (has == null ? "" : " (it has: " + (has.isBlank() ? "none" : has) + ")");
        }
        return "write access there";
    }
}
