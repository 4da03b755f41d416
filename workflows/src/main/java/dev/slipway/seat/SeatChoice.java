package dev.slipway.seat;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.slipway.run.AgentName;
import dev.slipway.run.SeatId;
import org.jspecify.annotations.Nullable;

/**
 * A place on a route: {@code claude} for any seat of an agent, {@code claude/team-max} for one of them.
 *
 * @param seat null for any
 */
public record SeatChoice(AgentName agent, @Nullable String seat) {
    public SeatChoice {
        requireNonNull(agent, "agent is null");
        if (seat != null) {
            new SeatId(agent, seat);
        }
    }

    /** From its written form. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static SeatChoice of(String value) {
        if (value.indexOf('/') < 0) {
            return new SeatChoice(AgentName.of(value), null);
        }
        SeatId id = SeatId.of(value);
        return new SeatChoice(id.agent(), id.seat());
    }

    /** Whether it means that seat. */
    public boolean matches(SeatId id) {
        return agent.equals(id.agent()) && (seat == null || seat.equals(id.seat()));
    }

    @JsonValue
    @Override
    public String toString() {
        return seat == null ? agent.value() : agent + "/" + seat;
    }
}
