package dev.slipway.sandbox.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A method and a path template of the REST API, and what answers it. */
public final class Route {
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

    /** Parameters whose values may contain slashes. */
    private static final Set<String> LONG = Set.of("path", "ref", "branch", "basehead", "sha");

    /** Answers a request. */
    @FunctionalInterface
    public interface Handler {
        Answer handle(Call call);
    }

    /** Who is served. */
    public enum Audience {
        /** Anybody, also without a token. */
        EVERYBODY,
        /** Users and Apps. */
        AUTHENTICATED,
        /** Users only: GitHub's description says {@code enabledForGitHubApps: false}. */
        USERS,
        /** The App itself, by its JWT. */
        APP
    }

    private final String method;
    private final String template;
    private final Audience audience;
    private final Handler handler;
    private final Pattern pattern;
    private final List<String> names = new ArrayList<>();
    private final boolean documented;

    private Route(String method, String template, Audience audience, Handler handler, boolean documented) {
        this.method = method;
        this.template = template;
        this.audience = audience;
        this.handler = handler;
        this.documented = documented;
        this.pattern = compile();
    }

    /** A route that reads and that anybody may ask: what they may not see is not found. */
    public static Route get(String template, Handler handler) {
        return new Route("GET", template, Audience.EVERYBODY, handler, true);
    }

    public static Route post(String template, Handler handler) {
        return new Route("POST", template, Audience.AUTHENTICATED, handler, true);
    }

    public static Route put(String template, Handler handler) {
        return new Route("PUT", template, Audience.AUTHENTICATED, handler, true);
    }

    public static Route patch(String template, Handler handler) {
        return new Route("PATCH", template, Audience.AUTHENTICATED, handler, true);
    }

    public static Route delete(String template, Handler handler) {
        return new Route("DELETE", template, Audience.AUTHENTICATED, handler, true);
    }

    /** The same, but it needs a token. */
    public Route authenticated() {
        return new Route(method, template, Audience.AUTHENTICATED, handler, documented);
    }

    /** The same, but Apps are refused. */
    public Route usersOnly() {
        return new Route(method, template, Audience.USERS, handler, documented);
    }

    /** The same, but only the App itself is served. */
    public Route appOnly() {
        return new Route(method, template, Audience.APP, handler, documented);
    }

    /** The same, marked as one that GitHub answers without describing it. */
    public Route undocumented() {
        return new Route(method, template, audience, handler, false);
    }

    public String method() {
        return method;
    }

    public String template() {
        return template;
    }

    public Audience audience() {
        return audience;
    }

    public boolean documented() {
        return documented;
    }

    Answer handle(Call call) {
        return handler.handle(call);
    }

    /** The parameters of a path that fits, decoded. */
    Optional<Map<String, String>> match(String rawPath) {
        Matcher matcher = pattern.matcher(rawPath);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            // A plus is a plus in a path.
            String raw = matcher.group(i + 1).replace("+", "%2B");
            values.put(names.get(i), URLDecoder.decode(raw, StandardCharsets.UTF_8));
        }
        return Optional.of(values);
    }

    /** Templates with more fixed text come first, so that {@code /a/{x}/b} is tried before {@code /a/{path}}. */
    int fixedText() {
        return PARAMETER.matcher(template).replaceAll("").length();
    }

    private Pattern compile() {
        StringBuilder regex = new StringBuilder();
        Matcher matcher = PARAMETER.matcher(template);
        int end = 0;
        while (matcher.find()) {
            regex.append(Pattern.quote(template.substring(end, matcher.start())));
            names.add(matcher.group(1));
            regex.append(LONG.contains(matcher.group(1)) ? "(.+)" : "([^/]+)");
            end = matcher.end();
        }
        return Pattern.compile(
                regex.append(Pattern.quote(template.substring(end))).toString());
    }

    @Override
    public String toString() {
        return method + " " + template;
    }
}
