package dev.slipway.starter.run;

import dev.slipway.project.ProjectSpec;
import dev.slipway.run.AgentName;
import dev.slipway.seat.SeatChoice;
import dev.slipway.settings.yaml.Place;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The agents and seats that projects name: those that they want first, and those to which they may fail over. */
public final class WantedSeats {
    private final Set<SeatChoice> seats = new LinkedHashSet<>();
    private final Map<SeatChoice, Place> places;

    /** @param places where they stand in the file; what is not in it was named on the command line */
    public WantedSeats(List<ProjectSpec> projects, Map<SeatChoice, Place> places) {
        this.places = Map.copyOf(places);
        for (ProjectSpec project : projects) {
            if (project.agent() != null) {
                seats.add(new SeatChoice(project.agent(), null));
            }
            seats.addAll(project.failover());
        }
    }

    /** Each once. */
    public Set<SeatChoice> all() {
        return Collections.unmodifiableSet(seats);
    }

    /** Those of agents that are not among these. */
    public List<SeatChoice> without(Set<AgentName> agents) {
        return seats.stream().filter(seat -> !agents.contains(seat.agent())).toList();
    }

    /** A problem with one, with file and line where it stands in one. */
    public String problem(SeatChoice seat, String words) {
        Place place = places.get(seat);
        return place == null ? words : place + ": " + words;
    }
}
