package dev.slipway.settings.yaml;

import dev.slipway.settings.ConfigurationException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What was found wrong in files, and what deserves a warning: all of it is collected before anybody is told. */
public final class Problems {
    /** So many are told in full; a file with one systematic mistake in 10,000 projects has no more to say. */
    private static final int TOLD = 50;

    private record Told(Place place, String message) {
        @Override
        public String toString() {
            return place + ": " + message;
        }
    }

    private final Set<Told> errors = new LinkedHashSet<>();
    private final Set<Told> warnings = new LinkedHashSet<>();

    /** Something that stops the run: what is wrong, and what to do. */
    public void error(Place place, String message) {
        errors.add(new Told(place, message));
    }

    /** Something that a person should know, and that stops nothing. */
    public void warn(Place place, String message) {
        warnings.add(new Told(place, message));
    }

    /** Whether an error was found so far. */
    public boolean any() {
        return !errors.isEmpty();
    }

    /** The warnings, each with file and line, in the order of lines. */
    public List<String> warnings() {
        return told(warnings, "warnings");
    }

    /** Ends the reading where an error was found. */
    public void throwIfAny() {
        if (any()) {
            throw new ConfigurationException(told(errors, "problems"));
        }
    }

    private static List<String> told(Set<Told> found, String what) {
        List<String> lines = new ArrayList<>(found.stream()
                .sorted(Comparator.comparing(Told::place))
                .limit(TOLD)
                .map(Told::toString)
                .toList());
        if (found.size() > TOLD) {
            lines.add("… and " + (found.size() - TOLD) + " more " + what);
        }
        return List.copyOf(lines);
    }
}
