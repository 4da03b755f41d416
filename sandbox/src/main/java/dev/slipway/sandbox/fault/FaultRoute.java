package dev.slipway.sandbox.fault;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which requests a fault is for: a method, and a named route or a path. In a path {@code *} and {@code {name}} stand for
 * what is between two slashes, {@code **} for anything.
 */
final class FaultRoute {
    /** Every request. */
    static final FaultRoute ANY = new FaultRoute("", null, null, null);

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
    private static final String MOUNT = "/api/v3/";
    private static final Pattern WILD = Pattern.compile("\\*\\*|\\*|\\{\\w+}");

    private final String text;
    private final @Nullable String method;
    private final @Nullable NamedRoute named;
    private final @Nullable Pattern path;

    private FaultRoute(String text, @Nullable String method, @Nullable NamedRoute named, @Nullable Pattern path) {
        this.text = text;
        this.method = method;
        this.named = named;
        this.path = path;
    }

    /**
     * Reads {@code POST /user/repos}, {@code /repos/*}{@code /pulls}, {@code git-push}, {@code GET rest} or {@code POST}.
     *
     * @throws FaultProblem when it is none of these
     */
    static FaultRoute parse(String text) {
        String[] words = text.strip().split("\\s+");
        String method = METHODS.contains(words[0]) ? words[0] : null;
        String[] rest = method == null ? words : Arrays.copyOfRange(words, 1, words.length);
        if (rest.length == 0) {
            return new FaultRoute(text, method, null, null);
        }
        if (rest.length == 1 && rest[0].startsWith("/") && rest[0].indexOf('?') < 0) {
            return new FaultRoute(text, method, null, pattern(rest[0]));
        }
        Optional<NamedRoute> named = rest.length == 1 ? NamedRoute.of(rest[0]) : Optional.empty();
        return named.map(found -> new FaultRoute(text, method, found, null))
                .orElseThrow(() -> new FaultProblem(
                        "route",
                        "'" + text + "' is no route: give a method, then a path without a query (/repos/*/*/pulls)"
                                + " or one of " + NamedRoute.words()));
    }

    private static Pattern pattern(String glob) {
        String path = glob.startsWith(MOUNT) ? glob.substring(MOUNT.length() - 1) : glob;
        StringBuilder regex = new StringBuilder();
        Matcher wild = WILD.matcher(path);
        int done = 0;
        while (wild.find()) {
            regex.append(Pattern.quote(path.substring(done, wild.start())));
            regex.append(wild.group().equals("**") ? ".*" : "[^/]+");
            done = wild.end();
        }
        return Pattern.compile(regex.append(Pattern.quote(path.substring(done))).toString());
    }

    boolean matches(Sighting request) {
        return (method == null || method.equals(request.method()))
                && (named == null || named.matches(request))
                && (path == null || path.matcher(request.path()).matches());
    }

    /** The area that it names, if it names one. */
    Optional<Area> area() {
        return Optional.ofNullable(named).map(NamedRoute::area);
    }

    /** As it was given; empty for every request. */
    String text() {
        return text;
    }
}
