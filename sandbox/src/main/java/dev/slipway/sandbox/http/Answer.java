package dev.slipway.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.forge.Refusal;
import dev.slipway.sandbox.world.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer before it is written: status, JSON if any, and headers of its own. */
public record Answer(int status, @Nullable JsonNode body, Map<String, String> headers) {
    private static final String DOCUMENTATION = "https://docs.github.com/rest";

    public Answer {
        headers = Map.copyOf(headers);
    }

    public static Answer ok(JsonNode body) {
        return new Answer(200, body, Map.of());
    }

    /** Says that it was made, and where it is: at the {@code url} of its own JSON. */
    public static Answer created(JsonNode body) {
        return new Answer(201, body, Map.of("Location", body.path("url").asText()));
    }

    public static Answer noContent() {
        return new Answer(204, null, Map.of());
    }

    public static Answer of(int status, JsonNode body) {
        return new Answer(status, body, Map.of());
    }

    /** A refusal in GitHub's form. */
    public static Answer refusal(Refusal refusal) {
        ObjectNode body = Json.object().put("message", refusal.getMessage());
        if (!refusal.faults().isEmpty()) {
            body.set("errors", Json.array(refusal.faults().stream().map(Answer::fault)));
        }
        Map<String, String> headers = new LinkedHashMap<>(refusal.headers());
        if (refusal.location() != null) {
            headers.put("Location", refusal.location());
            body.put("url", refusal.location());
        }
        body.put("documentation_url", DOCUMENTATION);
        body.put("status", String.valueOf(refusal.status()));
        return new Answer(refusal.status(), body, headers);
    }

    public Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, body, more);
    }

    private static ObjectNode fault(Refusal.Fault fault) {
        ObjectNode json = Json.object();
        if (fault.resource() != null) {
            json.put("resource", fault.resource());
        }
        json.put("code", fault.code());
        if (fault.field() != null) {
            json.put("field", fault.field());
        }
        if (fault.message() != null) {
            json.put("message", fault.message());
        }
        return json;
    }
}
