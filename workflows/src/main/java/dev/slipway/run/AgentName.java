package dev.slipway.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** Name under which an agent is configured ({@code agents.<name>}). */
public record AgentName(@JsonValue String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    public AgentName {
        if (value == null || !FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not an agent name: '" + value + "'");
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static AgentName of(String value) {
        return new AgentName(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
