package dev.slipway.sandbox.fault;

import dev.slipway.sandbox.http.Credentials;
import dev.slipway.sandbox.http.RateLimits;
import dev.slipway.sandbox.http.RequestFacts;
import dev.slipway.sandbox.model.ModelServlet;
import dev.slipway.sandbox.world.Caller;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets happen to requests what is planned for them; never to {@code /_sandbox}. */
public final class FaultFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(FaultFilter.class);

    private static final String QUOTED =
            "The fixture in the tests reads \"Claude AI usage limit reached|1893456000\" and \"API Error: 429"
                    + " rate_limit_error: you've hit your session limit, resets 3pm\"; I leave that text as it is.";

    private final transient FaultPlan plan;
    private final transient Credentials credentials;
    private final transient GitHubAnswers github;
    private final String mount;

    /** @param mount the path under which the REST API is */
    public FaultFilter(FaultPlan plan, Credentials credentials, RateLimits limits, String mount) {
        this.plan = plan;
        this.credentials = credentials;
        this.github = new GitHubAnswers(limits);
        this.mount = mount;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Caller caller = credentials.read(request).orElse(Caller.ANONYMOUS);
        Optional<Sighting> sighting = Sighting.of(request, mount, caller);
        Optional<Strike> strike = sighting.flatMap(plan::strike);
        if (strike.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        note(RequestFacts.of(request), sighting.get(), strike.get().fault());
        happen(strike.get(), sighting.get(), request, response, chain);
    }

    /** What the request log would else have heard from those who now do not see the request. */
    private static void note(RequestFacts facts, Sighting sighting, Fault fault) {
        facts.fault(fault.kind().word(), fault.id());
        facts.caller(sighting.caller());
        if (sighting.git() != null) {
            facts.markGit();
            facts.repository(sighting.git().repository());
        }
    }

    private void happen(
            Strike strike,
            Sighting sighting,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws IOException, ServletException {
        Fault fault = strike.fault();
        switch (fault.kind()) {
            case SLOW -> {
                if (waited(fault.settings().delay())) {
                    chain.doFilter(request, response);
                } else {
                    lose(request);
                }
            }
            case HANG -> hang(request, fault.settings().delay());
            case DROP_BEFORE -> lose(request);
            case DROP_AFTER -> {
                chain.doFilter(request, new HeldResponse(response));
                ClientConnection.reset(request);
            }
            case GIT_CUT -> {
                if (fault.settings().at() == CutAt.ANSWER) {
                    cutAnswer(strike, request, response, chain);
                } else {
                    cutRequest(strike, request, response, chain);
                }
            }
            case STREAM_CUT -> cutAnswer(strike, request, response, chain);
            case QUOTED_LIMIT -> {
                request.setAttribute(ModelServlet.ASIDE, QUOTED);
                chain.doFilter(request, response);
            }
            case CONTENT_REFUSED -> {
                request.setAttribute(ModelServlet.REFUSES, true);
                chain.doFilter(request, response);
            }
            default -> {
                request.getInputStream().transferTo(OutputStream.nullOutputStream());
                answer(fault, sighting, request).write(response);
            }
        }
    }

    private CannedAnswer answer(Fault fault, Sighting sighting, HttpServletRequest request) {
        if (sighting.area() != Area.MODEL) {
            return github.of(fault, sighting, plan.now());
        }
        return sighting.ofResponses()
                ? ResponsesAnswers.of(fault, plan.now())
                : ModelAnswers.of(fault, request.getHeader("x-api-key") == null, plan.now());
    }

    private static void lose(HttpServletRequest request) throws IOException {
        RequestFacts.of(request).unanswered();
        ClientConnection.reset(request);
    }

    /** The receiver sees a body that ends too early; whatever it says to that gets lost. */
    private static void cutRequest(
            Strike strike, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException {
        RequestFacts.of(request).unanswered();
        try {
            chain.doFilter(new CutRequest(request, strike.middle()), new HeldResponse(response));
        } catch (IOException | ServletException | RuntimeException e) {
            LOG.debug("cut in the middle", e);
        }
        ClientConnection.reset(request);
    }

    private static void cutAnswer(
            Strike strike, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HeldResponse held = new HeldResponse(response);
        chain.doFilter(request, held);
        byte[] body = held.body();
        try (InputStream rest = request.getInputStream()) {
            rest.transferTo(OutputStream.nullOutputStream());
        }
        response.getOutputStream().write(body, 0, (int) (strike.middle() * body.length));
        response.flushBuffer();
        ClientConnection.close(request);
    }

    /** Waits without a thread, since many may hang at a time. */
    private static void hang(HttpServletRequest request, Duration delay) {
        RequestFacts.of(request).unanswered();
        AsyncContext context = request.startAsync();
        context.setTimeout(delay.toMillis());
        context.addListener(new AsyncListener() {
            @Override
            public void onTimeout(AsyncEvent event) throws IOException {
                ClientConnection.reset(request);
                context.complete();
            }

            @Override
            public void onError(AsyncEvent event) {
                context.complete();
            }

            @Override
            public void onComplete(AsyncEvent event) {}

            @Override
            public void onStartAsync(AsyncEvent event) {}
        });
    }

    /** False when the sandbox stops meanwhile. */
    private static boolean waited(Duration delay) {
        try {
            Thread.sleep(delay.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
