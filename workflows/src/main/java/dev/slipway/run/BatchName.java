package dev.slipway.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** Name of a batch: {@code name:} in its file, else the file's base name. */
public record BatchName(@JsonValue String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    public BatchName {
        if (value == null || !FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a batch name: '" + value + "'");
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static BatchName of(String value) {
        return new BatchName(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
