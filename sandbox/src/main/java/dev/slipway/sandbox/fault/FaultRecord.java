package dev.slipway.sandbox.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.world.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A planned fault in JSON: what {@code GET /_sandbox/faults} tells, and what is kept over a restart. */
final class FaultRecord {
    private FaultRecord() {}

    static ObjectNode write(PlannedFault planned, Instant now) {
        Fault fault = planned.fault();
        FaultSettings settings = fault.settings();
        ObjectNode json = Json.object()
                .put("id", fault.id())
                .put("kind", fault.kind().word())
                .put("state", planned.state(now).name().toLowerCase(Locale.ROOT))
                .put("seen", planned.seen())
                .put("hits", planned.hits())
                .put("seed", fault.seed())
                .put("share", fault.share())
                .put("starts", fault.starts().toString());
        text(
                json,
                "route",
                fault.route().text().isEmpty() ? null : fault.route().text());
        text(json, "user", fault.user());
        text(json, "profile", fault.profile());
        text(json, "until", fault.until());
        text(json, "due", planned.due());
        text(json, "every", duration(fault.every()));
        text(
                json,
                "retryAfter",
                Optional.ofNullable(settings.retryAfter()).map(RetryAfter::text).orElse(null));
        text(json, "delay", duration(settings.delay()));
        text(json, "resetsAt", settings.resetsAt());
        text(json, "at", Optional.ofNullable(settings.at()).map(CutAt::word).orElse(null));
        Optional.ofNullable(fault.times()).ifPresent(times -> json.put("times", times));
        Optional.ofNullable(settings.status()).ifPresent(status -> json.put("status", status));
        return json;
    }

    /** @throws RuntimeException when it was not written by {@link #write} */
    static PlannedFault read(JsonNode json) {
        Fault fault = new Fault(
                json.required("id").asText(),
                FaultKind.of(json.required("kind").asText()).orElseThrow(),
                text(json, "route").map(FaultRoute::parse).orElse(FaultRoute.ANY),
                text(json, "user").orElse(null),
                json.required("share").asDouble(),
                json.has("times") ? json.get("times").asInt() : null,
                text(json, "every").flatMap(Durations::parse).orElse(null),
                json.required("seed").asLong(),
                Instant.parse(json.required("starts").asText()),
                instant(json, "until"),
                text(json, "profile").orElse(null),
                new FaultSettings(
                        json.has("status") ? json.get("status").asInt() : null,
                        text(json, "retryAfter").flatMap(RetryAfter::parse).orElse(null),
                        text(json, "delay").flatMap(Durations::parse).orElse(null),
                        instant(json, "resetsAt"),
                        text(json, "at").flatMap(FaultRecord::cut).orElse(null)));
        return new PlannedFault(
                fault, json.required("seen").asLong(), json.required("hits").asLong(), instant(json, "due"));
    }

    private static Optional<CutAt> cut(String word) {
        return Arrays.stream(CutAt.values())
                .filter(at -> at.word().equals(word))
                .findFirst();
    }

    private static void text(ObjectNode json, String key, @Nullable Object value) {
        if (value != null) {
            json.put(key, value.toString());
        }
    }

    private static @Nullable String duration(@Nullable Duration duration) {
        return duration == null ? null : Durations.text(duration);
    }

    private static Optional<String> text(JsonNode json, String key) {
        return Optional.ofNullable(json.get(key)).map(JsonNode::asText);
    }

    private static @Nullable Instant instant(JsonNode json, String key) {
        return text(json, key).map((Function<String, Instant>) Instant::parse).orElse(null);
    }
}
