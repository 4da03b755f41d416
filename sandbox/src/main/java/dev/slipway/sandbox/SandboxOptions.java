package dev.slipway.sandbox;

import static java.util.Objects.requireNonNull;

import dev.slipway.sandbox.http.SecondaryLimits;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How a sandbox is started.
 *
 * @param folder where it keeps its data; made when it does not exist
 * @param port the port on loopback; 0 takes a free one
 * @param users how many users a new data folder gets, at least 1
 * @param rateLimit how many API requests an hour each user has
 * @param secondary what the limits without headers allow
 * @param tokenLifetime of an App installation's tokens
 * @param clock the time that it tells; Git and Jetty have their own
 * @param filters filters around every request, the first outermost: each decides before the effect whether to pass the
 *     request on, and after the effect, as long as the answer is buffered (all of REST is), whether to withhold it
 * @param servlets more servlets, by path such as {@code /model/*}; each is made once the address is known
 */
public record SandboxOptions(
        Path folder,
        int port,
        int users,
        int rateLimit,
        SecondaryLimits.Allowed secondary,
        Duration tokenLifetime,
        Clock clock,
        List<Filter> filters,
        Map<String, Function<SandboxServer, Servlet>> servlets) {

    /** GitHub's limit for users. */
    public static final int DEFAULT_RATE_LIMIT = 5_000;

    public static final int DEFAULT_USERS = 10;

    /** How long GitHub's installation tokens last. */
    public static final Duration TOKEN_LIFETIME = Duration.ofHours(1);

    public SandboxOptions {
        requireNonNull(folder, "folder is null");
        requireNonNull(clock, "clock is null");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
        }
        if (users < 1 || users > 10_000) {
            throw new IllegalArgumentException(users + " users: choose between 1 and 10000");
        }
        if (rateLimit < 1) {
            throw new IllegalArgumentException("rate limit " + rateLimit + " is not positive");
        }
        if (tokenLifetime.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("tokens that last " + tokenLifetime + " are over at once");
        }
        filters = List.copyOf(filters);
        servlets = Collections.unmodifiableMap(new LinkedHashMap<>(servlets));
    }

    /** A sandbox with the usual settings on a free port. */
    public static SandboxOptions in(Path folder) {
        return new SandboxOptions(
                folder,
                0,
                DEFAULT_USERS,
                DEFAULT_RATE_LIMIT,
                SecondaryLimits.Allowed.ANYTHING,
                TOKEN_LIFETIME,
                Clock.systemUTC(),
                List.of(),
                Map.of());
    }

    public SandboxOptions onPort(int newPort) {
        return new SandboxOptions(
                folder, newPort, users, rateLimit, secondary, tokenLifetime, clock, filters, servlets);
    }

    public SandboxOptions withUsers(int newUsers) {
        return new SandboxOptions(
                folder, port, newUsers, rateLimit, secondary, tokenLifetime, clock, filters, servlets);
    }

    public SandboxOptions withRateLimit(int newRateLimit) {
        return new SandboxOptions(
                folder, port, users, newRateLimit, secondary, tokenLifetime, clock, filters, servlets);
    }

    /** With limits on content-creating requests and on requests at a time. */
    public SandboxOptions withSecondary(SecondaryLimits.Allowed allowed) {
        return new SandboxOptions(folder, port, users, rateLimit, allowed, tokenLifetime, clock, filters, servlets);
    }

    public SandboxOptions withTokenLifetime(Duration lifetime) {
        return new SandboxOptions(folder, port, users, rateLimit, secondary, lifetime, clock, filters, servlets);
    }

    public SandboxOptions withClock(Clock newClock) {
        return new SandboxOptions(
                folder, port, users, rateLimit, secondary, tokenLifetime, newClock, filters, servlets);
    }

    public SandboxOptions withFilters(List<Filter> newFilters) {
        return new SandboxOptions(
                folder, port, users, rateLimit, secondary, tokenLifetime, clock, newFilters, servlets);
    }

    /** One more servlet beside GitHub's. */
    public SandboxOptions withServlet(String path, Function<SandboxServer, Servlet> servlet) {
        Map<String, Function<SandboxServer, Servlet>> more = new LinkedHashMap<>(servlets);
        more.put(path, servlet);
        return new SandboxOptions(folder, port, users, rateLimit, secondary, tokenLifetime, clock, filters, more);
    }
}
