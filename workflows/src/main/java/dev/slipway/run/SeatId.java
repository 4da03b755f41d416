package dev.slipway.run;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** A seat: a login or key under which an agent runs, written {@code agent/seat}. Workflows know seats by name only. */
public record SeatId(AgentName agent, String seat) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    public SeatId {
        requireNonNull(agent, "agent is null");
        if (seat == null || !FORM.matcher(seat).matches()) {
            throw new IllegalArgumentException("not a seat's name: '" + seat + "'");
        }
    }

    /** From its written form. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static SeatId of(String value) {
        int slash = value.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not a seat: '" + value + "'; write AGENT/SEAT");
        }
        return new SeatId(AgentName.of(value.substring(0, slash)), value.substring(slash + 1));
    }

    @JsonValue
    @Override
    public String toString() {
        return agent + "/" + seat;
    }
}
