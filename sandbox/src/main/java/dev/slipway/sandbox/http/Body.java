package dev.slipway.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import dev.slipway.sandbox.forge.Refusal;
import dev.slipway.sandbox.world.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request's JSON object, read with GitHub's complaints about what is missing or of the wrong type. */
public record Body(JsonNode json) {

    /** Whether a field is there, also when it is {@code null}. */
    public boolean has(String field) {
        return json.has(field);
    }

    /** A text; absent also when it is {@code null}. */
    public Optional<String> text(String field) {
        return value(json, field, JsonNodeType.STRING).map(JsonNode::textValue);
    }

    /** A text that may be taken away with {@code null}: the old one where the field is not there. */
    public @Nullable String textOr(String field, @Nullable String old) {
        return has(field) ? text(field).orElse(null) : old;
    }

    public String requiredText(String field) {
        return text(field).orElseThrow(() -> missing(field));
    }

    public boolean flag(String field, boolean otherwise) {
        return value(json, field, JsonNodeType.BOOLEAN)
                .map(JsonNode::booleanValue)
                .orElse(otherwise);
    }

    /** A list of texts; absent when the field is not there. */
    public Optional<List<String>> texts(String field) {
        return value(json, field, JsonNodeType.ARRAY).map(array -> texts(field, array));
    }

    /** An object inside this one; empty when it is not there. */
    public Body object(String field) {
        return new Body(value(json, field, JsonNodeType.OBJECT).orElseGet(Json::object));
    }

    public static Refusal missing(String field) {
        return Refusal.unprocessable("Invalid request.\n\n\"" + field + "\" wasn't supplied.");
    }

    /** The names in a list that may hold texts or objects with a {@code name}, as labels are sent. */
    static List<String> texts(String field, JsonNode array) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : array) {
            if (element.isTextual()) {
                texts.add(element.textValue());
            } else if (element.path("name").isTextual()) {
                texts.add(element.path("name").textValue());
            } else {
                throw wrong(field, element, "string");
            }
        }
        return texts;
    }

    private static Optional<JsonNode> value(JsonNode json, String field, JsonNodeType type) {
        JsonNode value = json.get(field);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (value.getNodeType() != type) {
            throw wrong(field, value, type.name().toLowerCase(Locale.ROOT));
        }
        return Optional.of(value);
    }

    private static Refusal wrong(String field, JsonNode value, String type) {
        return Refusal.unprocessable(
                "Invalid request.\n\nFor 'properties/" + field + "', " + value + " is not a " + type + ".");
    }
}
