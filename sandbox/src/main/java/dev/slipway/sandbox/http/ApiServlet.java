package dev.slipway.sandbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.sandbox.forge.Forge;
import dev.slipway.sandbox.forge.Refusal;
import dev.slipway.sandbox.world.Caller;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The REST API: credentials, rate limit, route, answer, entity tag. */
public final class ApiServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ApiServlet.class);
    private static final Pattern BY_NUMBER = Pattern.compile("/repositories/(\\d+)(/.*)?");
    private static final Pattern NAMED = Pattern.compile("/repos/([^/]+/[^/]+)(/.*)?");

    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final String NOT_FOR_APPS = "Resource not accessible by integration";

    private final transient Forge forge;
    private final transient Router router;
    private final transient Credentials credentials;
    private final transient RateLimits limits;
    private final transient SecondaryLimits secondary;
    private final transient String mount;
    private final transient String apiUrl;

    /**
     * @param mount the path under which it is served
     * @param url the sandbox's own address
     */
    public ApiServlet(
            Forge forge,
            Router router,
            Credentials credentials,
            RateLimits limits,
            SecondaryLimits secondary,
            String mount,
            String url) {
        this.forge = forge;
        this.router = router;
        this.credentials = credentials;
        this.limits = limits;
        this.secondary = secondary;
        this.mount = mount;
        this.apiUrl = url + mount;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        RequestFacts facts = RequestFacts.of(request);
        Answer answer;
        try {
            Caller caller =
                    credentials.read(request).orElseThrow(() -> Refusal.of(401, credentials.complaint(request)));
            facts.caller(caller);
            if (credentials.suspended(caller)) {
                throw Refusal.forbidden("This installation has been suspended");
            }
            answer = limited(request, facts);
        } catch (Refusal refusal) {
            answer = Answer.refusal(refusal);
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
            answer = Answer.refusal(Refusal.of(500, "Server Error"));
        }
        write(request, response, facts, answer);
    }

    private Answer limited(HttpServletRequest request, RequestFacts facts) {
        if (request.getHeader("User-Agent") == null) {
            throw Refusal.forbidden("Request forbidden by administrative rules. Please make sure your request has a"
                    + " User-Agent header.");
        }
        String path = pathOf(request);
        if (!path.equals("/rate_limit")) {
            String bucket = facts.caller().bucket();
            if (limits.standing(bucket).remaining() == 0) {
                throw Refusal.forbidden("API rate limit exceeded for "
                        + facts.caller().login().map(login -> "user " + login).orElse("127.0.0.1") + ".");
            }
            facts.charge(limits.charge(bucket));
        }
        return path.equals("/rate_limit") ? routed(request, facts, path) : admitted(request, facts, path);
    }

    /** An App's requests for tokens create no content. */
    private Answer admitted(HttpServletRequest request, RequestFacts facts, String path) {
        String bucket = facts.caller().bucket();
        boolean write =
                !READING.contains(request.getMethod()) && !facts.caller().appItself();
        secondary.begin(bucket, write);
        try {
            return routed(request, facts, path);
        } finally {
            secondary.end(bucket);
        }
    }

    private Answer routed(HttpServletRequest request, RequestFacts facts, String path) {
        Matcher named = NAMED.matcher(path);
        if (named.matches()) {
            facts.repository(named.group(1));
        }
        String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
        Router.Match match = router.find(method, path).orElseThrow(Refusal::notFound);
        facts.route(match.route().template());
        refuseStrangers(facts.caller(), match.route());
        return match.route().handle(new Call(request, forge, match.parameters(), apiUrl, path));
    }

    private static void refuseStrangers(Caller caller, Route route) {
        if (route.audience() != Route.Audience.EVERYBODY && caller.anonymous()) {
            throw Refusal.of(401, "Requires authentication");
        }
        if (route.audience() == Route.Audience.APP && !caller.appItself()) {
            throw Refusal.of(401, "A JSON web token could not be decoded");
        }
        if (route.audience() != Route.Audience.APP && caller.appItself()) {
            throw Refusal.forbidden(NOT_FOR_APPS);
        }
        if (route.audience() == Route.Audience.USERS && caller.app()) {
            throw Refusal.forbidden(NOT_FOR_APPS);
        }
        Optional<String> permission = AppPermissions.toWrite(route).filter(needed -> !caller.granted(needed, "write"));
        if (permission.isPresent()) {
            throw Refusal.forbidden(NOT_FOR_APPS).with("X-Accepted-GitHub-Permissions", permission.get() + "=write");
        }
    }

    /** The path below the mount, still encoded; a repository may also be addressed by its number. */
    private String pathOf(HttpServletRequest request) {
        String path = request.getRequestURI().substring(mount.length());
        Matcher byNumber = BY_NUMBER.matcher(path);
        if (byNumber.matches()) {
            Optional<String> name = forge.world()
                    .repositories()
                    .find(Long.parseLong(byNumber.group(1)))
                    .filter(repository -> !repository.deleted())
                    .map(repository -> repository.fullName());
            if (name.isPresent()) {
                return "/repos/" + name.get()
                        + Optional.ofNullable(byNumber.group(2)).orElse("");
            }
        }
        String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return bare.isEmpty() ? "/" : bare;
    }

    private void write(HttpServletRequest request, HttpServletResponse response, RequestFacts facts, Answer answer)
            throws IOException {
        byte[] body =
                answer.body() == null ? new byte[0] : answer.body().toString().getBytes(UTF_8);
        int status = answer.status();
        boolean cacheable = status == 200
                && request.getMethod().equals("GET")
                && facts.charge().isPresent();
        if (cacheable) {
            String tag = tag(body, answer.headers());
            response.setHeader("ETag", tag);
            response.setHeader("Cache-Control", "private, max-age=60, s-maxage=60");
            response.setHeader("Vary", "Accept, Authorization, Cookie, X-GitHub-OTP");
            if (known(request.getHeader("If-None-Match"), tag)) {
                status = 304;
                body = new byte[0];
                facts.charge().ifPresent(limits::refund);
                facts.charge(null);
            }
        }
        response.setStatus(status);
        answer.headers().forEach(response::setHeader);
        describe(response, facts);
        if (body.length > 0) {
            response.setContentType("application/json; charset=utf-8");
            // All of it stays in the buffer until the filters around have done their work.
            response.setBufferSize(Math.max(body.length + 1, response.getBufferSize()));
            response.getOutputStream().write(body);
        }
    }

    private void describe(HttpServletResponse response, RequestFacts facts) {
        GitHubHeaders.of(facts.caller(), limits.standing(facts.caller().bucket()))
                .forEach(response::setHeader);
    }

    private static boolean known(String header, String tag) {
        return header != null
                && Arrays.stream(header.split(","))
                        .map(String::strip)
                        .map(candidate -> candidate.startsWith("W/") ? candidate : "W/" + candidate)
                        .anyMatch(candidate -> candidate.equals(tag) || candidate.equals("W/*"));
    }

    private static String tag(byte[] body, Map<String, String> headers) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(body);
            digest.update(headers.getOrDefault("Link", "").getBytes(UTF_8));
            return "W/\"" + HexFormat.of().formatHex(digest.digest()).toLowerCase(Locale.ROOT) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
