package dev.slipway.settings.installation;

import dev.slipway.seat.FailoverRules.Cause;
import dev.slipway.seat.SeatChoice;
import dev.slipway.settings.yaml.Mapping;
import dev.slipway.settings.yaml.Place;
import dev.slipway.settings.yaml.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Reads {@code failover}, the installation's or a project's: a list of places, or {@code route} and {@code on}. */
public final class RouteReader {
    private static final String WAIT = "wait";

    private final BiPredicate<Value, SeatChoice> known;

    /** @param known whether there is such a place; it tells where there is none */
    public RouteReader(BiPredicate<Value, SeatChoice> known) {
        this.known = known;
    }

    /**
     * Where work goes.
     *
     * @param places in the order in which they are wanted, each with where it stands in the file
     * @param on what sends work to its next place; null where that is not said
     */
    public record Route(
            Map<SeatChoice, Place> places, @Nullable List<Cause> on) {
        /** The places alone. */
        public List<SeatChoice> choices() {
            return List.copyOf(places.keySet());
        }
    }

    /** Reads it; what is wrong is told with its line. */
    public Route read(Value value) {
        if (value.isList() || value.raw().isPresent()) {
            return new Route(places(value), waitsOnly(value) ? List.of() : null);
        }
        Optional<Mapping> mapping = value.mapping();
        Optional<Value> route = mapping.flatMap(one -> one.get("route"));
        List<Cause> on = mapping.flatMap(one -> one.get("on"))
                .map(causes -> causes.listOrOne().stream()
                        .flatMap(cause -> cause.oneOf(Cause.class).stream())
                        .toList())
                .orElse(route.filter(RouteReader::waitsOnly).isPresent() ? List.of() : null);
        return new Route(route.map(this::places).orElse(Map.of()), on);
    }

    /** Whether nothing sends the work anywhere else. */
    private static boolean waitsOnly(Value value) {
        List<Value> places = value.listOrOne();
        return places.size() == 1 && isWait(places.get(0));
    }

    private static boolean isWait(Value place) {
        return place.raw().map(String::strip).filter(WAIT::equals).isPresent();
    }

    private Map<SeatChoice, Place> places(Value value) {
        Map<SeatChoice, Place> route = new LinkedHashMap<>();
        List<Value> places = new ArrayList<>(value.listOrOne());
        for (int i = 0; i < places.size(); i++) {
            Value place = places.get(i);
            if (isWait(place)) {
                if (i < places.size() - 1) {
                    place.error("has 'wait' before other places. It ends the list: what comes after is never reached");
                }
                continue;
            }
            place.as(SeatChoice::of, "an agent or AGENT/SEAT is needed")
                    .filter(choice -> known.test(place, choice))
                    .ifPresent(choice -> route.putIfAbsent(choice, place.place()));
        }
        return route;
    }
}
