package dev.slipway.sandbox.fault;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.Optional;

/** A JSON object, read with complaints that name the key. */
final class Fields {
    private final JsonNode json;

    /** @throws FaultProblem when it is no object, or has a key that is not known */
    Fields(JsonNode json, Collection<String> known) {
        if (!json.isObject()) {
            throw new FaultProblem("", "a JSON object is needed, such as {\"kind\": \"drop-after\", \"times\": 1}");
        }
        for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw new FaultProblem(name, "unknown key '" + name + "'; known are " + String.join(", ", known));
            }
        }
        this.json = json;
    }

    boolean has(String key) {
        return json.hasNonNull(key);
    }

    Optional<String> text(String key) {
        return value(key).map(value -> {
            if (!value.isTextual()) {
                throw new FaultProblem(key, value + " is no text");
            }
            return value.textValue();
        });
    }

    /** A duration above zero. */
    Optional<Duration> duration(String key) {
        return text(key)
                .map(text -> Durations.parse(text)
                        .filter(duration -> !duration.isZero())
                        .orElseThrow(() -> new FaultProblem(
                                key, "'" + text + "' is no duration: give one such as 500ms, 5s, 2m or 5h")));
    }

    Optional<Long> whole(String key, long least, long most) {
        return value(key).map(value -> {
            if (!value.isIntegralNumber()
                    || !value.canConvertToLong()
                    || value.longValue() < least
                    || value.longValue() > most) {
                String range = most == Long.MAX_VALUE ? "" : " from " + least + " to " + most;
                throw new FaultProblem(key, value + " is no whole number" + range);
            }
            return value.longValue();
        });
    }

    /** A share: above 0, and up to 1. */
    Optional<Double> share(String key) {
        return value(key).map(value -> {
            double share = value.asDouble();
            if (!value.isNumber() || !(share > 0 && share <= 1)) {
                throw new FaultProblem(key, value + " is no share: give a number above 0 and up to 1");
            }
            return share;
        });
    }

    private Optional<JsonNode> value(String key) {
        return has(key) ? Optional.of(json.get(key)) : Optional.empty();
    }
}
