package dev.slipway.settings.prompt;

import dev.slipway.settings.ConfigurationException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with holes: <code>{{name}}</code> is filled, <code>{{#name}}…{{/name}}</code> stands only where the value is not
 * empty, <code>{{^name}}…{{/name}}</code> only where it is, <code>{{&gt;name}}</code> brings in another template. It is
 * taken apart once; what fills a hole is never looked at again.
 */
final class PromptTemplate {
    private static final Pattern TAG = Pattern.compile("\\{\\{([#^/>]?)\\s*([a-z_]+)\\s*}}");

    private sealed interface Part {
        void render(Map<String, String> values, StringBuilder out);
    }

    private record Text(String text) implements Part {
        @Override
        public void render(Map<String, String> values, StringBuilder out) {
            out.append(text);
        }
    }

    private record Hole(String name) implements Part {
        @Override
        public void render(Map<String, String> values, StringBuilder out) {
            out.append(values.getOrDefault(name, ""));
        }
    }

    private record Section(String name, boolean wherePresent, List<Part> parts) implements Part {
        @Override
        public void render(Map<String, String> values, StringBuilder out) {
            if (values.getOrDefault(name, "").isBlank() != wherePresent) {
                parts.forEach(part -> part.render(values, out));
            }
        }
    }

    private final List<Part> parts;

    private PromptTemplate(List<Part> parts) {
        this.parts = parts;
    }

    /**
     * Takes a template apart.
     *
     * @param where the file, for messages
     * @param text of the template
     * @param names that there are values for
     * @param others the templates that it may bring in
     * @throws ConfigurationException if it names something else, or a section is not closed
     */
    static PromptTemplate parse(
            String where, String text, Set<String> names, Function<String, Optional<PromptTemplate>> others) {
        Deque<Section> open = new ArrayDeque<>();
        open.push(new Section("", true, new ArrayList<>()));
        Matcher matcher = TAG.matcher(text);
        int from = 0;
        while (matcher.find()) {
            String kind = matcher.group(1);
            String name = matcher.group(2);
            boolean aloneOnLine = !kind.isEmpty() && aloneOnLine(text, matcher);
            open.peek().parts().add(new Text(text.substring(from, matcher.start())));
            from = aloneOnLine ? Math.min(matcher.end() + 1, text.length()) : matcher.end();
            if (!kind.equals(">") && !names.contains(name)) {
                throw wrong(
                        where,
                        text,
                        matcher,
                        "there is nothing to fill {{" + name + "}} with. Known are: "
                                + String.join(", ", names.stream().sorted().toList()));
            }
            switch (kind) {
                case "#" -> open.push(new Section(name, true, new ArrayList<>()));
                case "^" -> open.push(new Section(name, false, new ArrayList<>()));
                case "/" -> {
                    Section closed = open.pop();
                    if (!closed.name().equals(name)) {
                        throw wrong(where, text, matcher, "{{/" + name + "}} closes nothing that is open here");
                    }
                    open.peek().parts().add(closed);
                }
                case ">" ->
                    open.peek()
                            .parts()
                            .addAll(others.apply(name)
                                    .orElseThrow(() -> wrong(
                                            where, text, matcher, "there is no template '" + name + "' to bring in"))
                                    .parts);
                default -> open.peek().parts().add(new Hole(name));
            }
        }
        if (open.size() > 1) {
            throw new ConfigurationException(
                    List.of(where + ": {{#" + open.peek().name() + "}} is not closed. Add {{/"
                            + open.peek().name() + "}}"));
        }
        open.peek().parts().add(new Text(text.substring(from)));
        return new PromptTemplate(List.copyOf(open.peek().parts()));
    }

    /** A section's mark that has a line to itself leaves no empty line behind. */
    private static boolean aloneOnLine(String text, Matcher matcher) {
        boolean begins = matcher.start() == 0 || text.charAt(matcher.start() - 1) == '\n';
        boolean ends = matcher.end() == text.length() || text.charAt(matcher.end()) == '\n';
        return begins && ends;
    }

    private static ConfigurationException wrong(String where, String text, Matcher matcher, String message) {
        long line = 1
                + text.substring(0, matcher.start())
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        return new ConfigurationException(List.of(where + ":" + line + ": " + message));
    }

    /** The text with its holes filled. */
    String render(Map<String, String> values) {
        StringBuilder out = new StringBuilder();
        parts.forEach(part -> part.render(values, out));
        return out.toString();
    }
}
