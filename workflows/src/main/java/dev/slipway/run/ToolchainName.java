package dev.slipway.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** Name of a toolchain: one of those that come with Slipway, or a user's own. */
public record ToolchainName(@JsonValue String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public ToolchainName {
        if (value == null || !FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a toolchain name: '" + value + "'");
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ToolchainName of(String value) {
        return new ToolchainName(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
