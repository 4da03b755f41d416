package dev.slipway.sandbox.http;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the route of a request. */
public final class Router {
    private final Map<String, List<Route>> byMethod = new LinkedHashMap<>();

    /** A route that fits, with the values of its parameters. */
    record Match(Route route, Map<String, String> parameters) {}

    public Router(Collection<Route> routes) {
        for (Route route : routes) {
            byMethod.computeIfAbsent(route.method(), method -> new ArrayList<>())
                    .add(route);
        }
        byMethod.values()
                .forEach(list ->
                        list.sort(Comparator.comparingInt(Route::fixedText).reversed()));
    }

    public List<Route> routes() {
        return byMethod.values().stream().flatMap(List::stream).toList();
    }

    Optional<Match> find(String method, String rawPath) {
        for (Route route : byMethod.getOrDefault(method, List.of())) {
            Optional<Map<String, String>> parameters = route.match(rawPath);
            if (parameters.isPresent()) {
                return Optional.of(new Match(route, parameters.get()));
            }
        }
        return Optional.empty();
    }
}
