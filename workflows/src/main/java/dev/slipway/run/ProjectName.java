package dev.slipway.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** Name of a project: unique in its batch, and the name of the repository it asks for. */
public record ProjectName(@JsonValue String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    public ProjectName {
        if (value == null || !FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a project name: '" + value + "'");
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ProjectName of(String value) {
        return new ProjectName(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
