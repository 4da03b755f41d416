package dev.slipway.activities.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads events, one JSON object a line, from a stream that other things get into: lines of plain text, an event cut in
 * two, an event in the midst of another one's line, a last line without an end.
 */
final class JsonEvents {
    private static final String BEGINNING = "{\"type\":";
    private static final int LONGEST = 8 * 1024 * 1024;
    /** What is looked at is bounded: whoever prints the stream may want to keep us busy. */
    private static final int MOST_PIECES = 8;

    private static final int LONGEST_TO_SEARCH = 1024 * 1024;
    private static final int MOST_INNER = 64;
    private static final ObjectReader JSON = new ObjectMapper().reader();

    private final Set<String> types;
    private final Consumer<JsonNode> onEvent;
    private final Consumer<String> onText;
    private String pending = "";
    private int pieces;
    /** Whether other events were told since the pending one began. */
    private boolean overtaken;

    private boolean tangled;

    /** @param types of the events that are looked for inside other lines */
    JsonEvents(Set<String> types, Consumer<JsonNode> onEvent, Consumer<String> onText) {
        this.types = Set.copyOf(types);
        this.onEvent = onEvent;
        this.onText = onText;
    }

    void line(String line) {
        if (line.isBlank()) {
            return;
        }
        if (tell(line) || completes(line)) {
            return;
        }
        if (pending.isEmpty() && !line.startsWith("{") && !line.contains(BEGINNING)) {
            onText.accept(line.strip());
            return;
        }
        String rest = withoutInnerEvents(line);
        boolean holdsOthers = rest.length() < line.length();
        if (!rest.isBlank() && !completes(rest)) {
            keep(rest);
            overtaken |= holdsOthers;
        }
    }

    /** The event at the end of the stream that has no end, as far as it can be read; null where there is none. */
    @Nullable
    JsonNode torn() {
        JsonNode event = pending.startsWith("{") ? TornJson.mend(pending, JSON) : null;
        return event != null && types.contains(event.path("type").asText()) ? event : null;
    }

    private void keep(String fragment) {
        boolean begins = fragment.startsWith("{\"") || pieces >= MOST_PIECES;
        pending = begins ? fragment : pending + fragment;
        overtaken = !begins && overtaken;
        pieces = begins ? 1 : pieces + 1;
        if (pending.length() > LONGEST) {
            pending = "";
        }
    }

    private boolean completes(String line) {
        if (pending.isEmpty()) {
            return false;
        }
        tangled = overtaken;
        boolean told = tell(pending + line);
        tangled = false;
        pending = told ? "" : pending;
        return told;
    }

    /** Whether the event that is told now got mixed up with others: which was first can't be said. */
    boolean isTangled() {
        return tangled;
    }

    /** Tells the events that lie inside a line which is none itself, as they began, and gives back what is left of it. */
    private String withoutInnerEvents(String line) {
        StringBuilder rest = new StringBuilder(line);
        Deque<String> inner = new ArrayDeque<>();
        int at = line.length() > LONGEST_TO_SEARCH ? -1 : rest.lastIndexOf(BEGINNING);
        for (int looked = 0; at >= 0 && looked < MOST_INNER; looked++) {
            int end = endOfObject(rest, at);
            if (end > 0 && isEvent(rest.substring(at, end))) {
                inner.push(rest.substring(at, end));
                rest.delete(at, end);
            }
            at = at == 0 ? -1 : rest.lastIndexOf(BEGINNING, at - 1);
        }
        tangled = inner.size() > 1 || rest.length() > 0;
        inner.forEach(this::tell);
        tangled = false;
        return rest.toString();
    }

    /** Tells an event from a part of one, such as a block of a message; one that is quoted in a text has its quotes escaped. */
    private boolean isEvent(String text) {
        JsonNode object = parse(text);
        return object != null && types.contains(object.path("type").asText());
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
        overtaken = true;
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
