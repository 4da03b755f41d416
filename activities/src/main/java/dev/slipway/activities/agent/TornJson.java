package dev.slipway.activities.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import org.jspecify.annotations.Nullable;

/** Reads the whole values at the beginning of an object whose end is missing. */
final class TornJson {
    private TornJson() {}

    /** The object with the values that are surely whole; null where none is. A number at the tear may miss digits. */
    static @Nullable JsonNode mend(String torn, ObjectReader reader) {
        StringBuilder open = new StringBuilder();
        int whole = -1;
        String closing = "";
        boolean quoted = false;
        for (int i = 0; i < torn.length(); i++) {
            char c = torn.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
                continue;
            }
            switch (c) {
                case '"' -> quoted = true;
                case '{' -> open.append('}');
                case '[' -> open.append(']');
                case '}', ']' -> {
                    if (open.isEmpty()) {
                        return null;
                    }
                    open.setLength(open.length() - 1);
                    whole = i + 1;
                    closing = open.toString();
                }
                case ',' -> {
                    whole = i;
                    closing = open.toString();
                }
                default -> {
                    // within a number, a word or white space
                }
            }
        }
        if (whole < 0) {
            return null;
        }
        try {
            return reader.readTree(torn.substring(0, whole) + new StringBuilder(closing).reverse());
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
