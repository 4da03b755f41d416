package dev.slipway.activities.git;

import dev.slipway.activities.failure.Failures;
import dev.slipway.activities.failure.FixedSentences;
import dev.slipway.activities.failure.NamedTimes;
import dev.slipway.failure.FailureType;
import dev.slipway.failure.RateLimited;
import dev.slipway.failure.RefusedBy;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Says in {@link FailureType}'s words what went wrong between us and a Git remote, or on our own disk. */
final class GitTrouble {
    private static final NamedTimes TIMES = new NamedTimes(InstantSource.system());

    private GitTrouble() {}

    /** What a connection's failure means, judged by how the remote answered last. */
    static ApplicationFailure of(String doing, URI url, GuardedHttp http, Exception failure) {
        if (Failures.hostIsFull(failure)) {
            return full(doing, failure);
        }
        String said = http.text().isEmpty() ? "" : " (" + firstLine(http.text()) + ")";
        String where = doing + " " + url + ": ";
        int status = http.status();
        return switch (status) {
            case 401 ->
                Failures.of(
                        FailureType.ACCOUNT_UNAUTHORIZED,
                        where + "GitHub does not accept the account's token (401)" + said + ". Renew the token.",
                        new RefusedBy(http.response()));
            case 403 -> forbidden(where, said, http);
            case 404 ->
                Failures.of(
                        // Not FORBIDDEN: a repository that somebody deleted would block one account after the other.
                        FailureType.REQUEST_REFUSED,
                        where + "not found (404): the repository is gone, or the account may not see it." + said,
                        new RefusedBy(http.response()));
            case 429 -> limited(where, http);
            default -> {
                if (status >= 300 && status < 400) {
                    yield Failures.of(
                            FailureType.REQUEST_REFUSED,
                            where + "answered with a redirect (" + status + " to " + hostOf(http.location())
                                    + "), which is not followed with credentials. Was the repository renamed?");
                }
                if (status >= 400 && status < 500) {
                    yield Failures.of(FailureType.REQUEST_REFUSED, where + "refused with " + status + said);
                }
                String answer = status >= 500 ? "answered " + status + said : Failures.rootOf(failure);
                yield Failures.of(FailureType.UNAVAILABLE, where + answer + ". It is tried again.");
            }
        };
    }

    /** What a failure on our own disk means. */
    static ApplicationFailure local(String doing, IOException failure) {
        return Failures.hostIsFull(failure)
                ? full(doing, failure)
                : Failures.of(FailureType.INTERNAL, doing + ": " + Failures.rootOf(failure));
    }

    private static ApplicationFailure full(String doing, Exception failure) {
        return Failures.of(
                FailureType.HOST_RESOURCES,
                doing + ": this host is out of disk or file handles (" + Failures.rootOf(failure)
                        + "). Free some and retry.");
    }

    private static ApplicationFailure forbidden(String where, String said, GuardedHttp http) {
        if (http.retryAfter() != null || FixedSentences.SECONDARY_LIMIT.begin(http.text())) {
            return limited(where, http);
        }
        if (FixedSentences.SUSPENDED.begin(http.text())) {
            return Failures.of(
                    FailureType.ACCOUNT_SUSPENDED,
                    where + "the account is suspended (403)" + said,
                    new RefusedBy(http.response()));
        }
        return Failures.of(
                FailureType.ACCOUNT_FORBIDDEN,
                where + "the account may not do this (403)" + said
                        + ". It needs write access to the repository: 'Contents: read and write', or the scope repo.",
                new RefusedBy(http.response()));
    }

    private static ApplicationFailure limited(String where, GuardedHttp http) {
        String retryAfter = http.retryAfter();
        Instant until = retryAfter == null
                ? null
                : TIMES.retryAfter(retryAfter, http.date()).orElse(null);
        return Failures.of(
                FailureType.ACCOUNT_RATE_LIMITED,
                where + "rate limited (" + http.status() + ")" + (until == null ? "" : " until " + until),
                new RateLimited(until, true),
                new RefusedBy(http.response()));
    }

    private static String hostOf(@Nullable String location) {
        try {
            String host = location == null ? null : URI.create(location).getHost();
            return host == null ? "elsewhere" : host;
        } catch (IllegalArgumentException broken) {
            return "elsewhere";
        }
    }

    private static String firstLine(String text) {
        String line = text.lines().findFirst().orElse("").strip();
        return line.length() > 200 ? line.substring(0, 200) + "…" : line;
    }
}
