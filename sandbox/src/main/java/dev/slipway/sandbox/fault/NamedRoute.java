package dev.slipway.sandbox.fault;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Routes that have a name. */
enum NamedRoute {
    REST(Area.REST),
    REST_READ(Area.REST),
    REST_WRITE(Area.REST),
    GIT(Area.GIT),
    GIT_FETCH(Area.GIT),
    GIT_PUSH(Area.GIT),
    MODEL(Area.MODEL);

    private final Area area;

    NamedRoute(Area area) {
        this.area = area;
    }

    static Optional<NamedRoute> of(String word) {
        return Arrays.stream(values())
                .filter(route -> route.word().equals(word))
                .findFirst();
    }

    static String words() {
        return Arrays.stream(values()).map(NamedRoute::word).collect(Collectors.joining(", "));
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Area area() {
        return area;
    }

    boolean matches(Sighting request) {
        if (request.area() != area) {
            return false;
        }
        return switch (this) {
            case REST, GIT, MODEL -> true;
            case REST_READ -> request.reading();
            case REST_WRITE -> !request.reading();
            case GIT_FETCH -> !request.pushing();
            case GIT_PUSH -> request.pushing();
        };
    }
}
