package dev.slipway.sandbox.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The outermost filter: it writes down how every request ended. */
public final class RequestLogFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private final transient RequestLog log;
    private final transient Clock clock;

    public RequestLogFilter(RequestLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Instant start = clock.instant();
        boolean finished = false;
        try {
            chain.doFilter(request, response);
            finished = true;
        } finally {
            RequestFacts facts = RequestFacts.of(request);
            String query = request.getQueryString();
            log.add(new RequestLog.Entry(
                    start,
                    request.getMethod(),
                    request.getRequestURI() + (query == null ? "" : "?" + query),
                    facts.route().orElse(null),
                    facts.caller().login().orElse(null),
                    finished ? response.getStatus() : 500,
                    facts.repository().orElse(null),
                    facts.git(),
                    facts.charge().isPresent(),
                    facts.charge().map(RateLimits.Charge::bucket).orElse(null),
                    facts.charge().map(RateLimits.Charge::reset).orElse(0L),
                    Duration.between(start, clock.instant()).toMillis()));
        }
    }
}
