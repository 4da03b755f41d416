package dev.slipway.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** The idempotency key of one change: made by whoever starts it, the same through continue-as-new, reset and run-again. It names the branch, the checkpoint ref and the workspace, and is written into the commit and the pull request. Never Temporal's run id. */
public record RunKey(@JsonValue String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]{8,32}");

    public RunKey {
        if (value == null || !FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "not a run key (8 to 32 lower-case letters and digits): '" + value + "'");
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static RunKey of(String value) {
        return new RunKey(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
