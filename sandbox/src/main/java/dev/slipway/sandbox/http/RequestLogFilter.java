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

/** The outermost filter: it writes down how every REST and Git request ended, and whatever a fault happened to. */
public final class RequestLogFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private final transient RequestLog log;
    private final transient Clock clock;
    private final String api;

    /** @param api the path under which the REST API is */
    public RequestLogFilter(RequestLog log, Clock clock, String api) {
        this.log = log;
        this.clock = clock;
        this.api = api;
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
            if (facts.git()
                    || request.getRequestURI().startsWith(api)
                    || facts.fault().isPresent()) {
                int status = finished ? response.getStatus() : 500;
                note(request, facts.isUnanswered() ? 0 : status, facts, start);
            }
        }
    }

    private void note(HttpServletRequest request, int status, RequestFacts facts, Instant start) {
        String query = request.getQueryString();
        log.add(new RequestLog.Entry(
                start,
                request.getMethod(),
                request.getRequestURI() + (query == null ? "" : "?" + query),
                facts.route().orElse(null),
                facts.caller().login().orElse(null),
                status,
                facts.repository().orElse(null),
                facts.git(),
                facts.charge().isPresent(),
                facts.charge().map(RateLimits.Charge::bucket).orElse(null),
                facts.charge().map(RateLimits.Charge::reset).orElse(0L),
                Duration.between(start, clock.instant()).toMillis(),
                facts.fault().orElse(null),
                facts.faultId().orElse(null)));
    }
}
