package dev.slipway.activities.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads events, one JSON object a line, from a stream that other things get into: lines of plain text, an event cut in
 * two, an event in the midst of another one's line, a last line without an end.
 */
final class JsonEvents {
    private static final String BEGINNING = "{\"type\":";
    private static final int LONGEST = 8 * 1024 * 1024;
    private static final ObjectReader JSON = new ObjectMapper().reader();

    private final Consumer<JsonNode> onEvent;
    private final Consumer<String> onText;
    private String pending = "";

    JsonEvents(Consumer<JsonNode> onEvent, Consumer<String> onText) {
        this.onEvent = onEvent;
        this.onText = onText;
    }

    void line(String line) {
        if (line.isBlank()) {
            return;
        }
        if (tell(line) || (!pending.isEmpty() && completes(line))) {
            return;
        }
        if (pending.isEmpty() && !line.contains(BEGINNING)) {
            onText.accept(line.strip());
            return;
        }
        String rest = withoutInnerEvents(line);
        if (rest.isBlank() || completes(rest)) {
            return;
        }
        String fragment = rest.startsWith(BEGINNING) ? rest : pending + rest;
        pending = fragment.length() > LONGEST ? "" : fragment;
    }

    private boolean completes(String line) {
        if (tell(pending + line)) {
            pending = "";
            return true;
        }
        return false;
    }

    /** Tells the events that lie inside a line which is none itself, and gives back what is left of it. */
    private String withoutInnerEvents(String line) {
        StringBuilder rest = new StringBuilder(line);
        for (int at = rest.lastIndexOf(BEGINNING); at >= 0; at = at == 0 ? -1 : rest.lastIndexOf(BEGINNING, at - 1)) {
            int end = endOfObject(rest, at);
            if (end > 0 && !insideText(rest, at) && tell(rest.substring(at, end))) {
                rest.delete(at, end);
            }
        }
        return rest.toString();
    }

    /** An event quoted in somebody's text has its quotes escaped, but one that is a field's value follows a colon. */
    private static boolean insideText(CharSequence line, int at) {
        int before = at - 1;
        return before >= 0 && (line.charAt(before) == ':' || line.charAt(before) == '[' || line.charAt(before) == ',');
    }

    private static int endOfObject(CharSequence text, int start) {
        int depth = 0;
        boolean quoted = false;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return i + 1;
            }
        }
        return -1;
    }

    private boolean tell(String text) {
        JsonNode event = parse(text);
        if (event == null || !event.isObject() || !event.path("type").isTextual()) {
            return false;
        }
        onEvent.accept(event);
        return true;
    }

    private static @Nullable JsonNode parse(String text) {
        String stripped = text.strip();
        if (!stripped.startsWith("{") || !stripped.endsWith("}")) {
            return null;
        }
        try {
            return JSON.with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(stripped);
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
