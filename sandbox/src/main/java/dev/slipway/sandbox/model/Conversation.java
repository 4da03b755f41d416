package dev.slipway.sandbox.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.sandbox.book.Prompt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request, read as the conversation that it carries: the last of Slipway's prompts in it, and the tools called since.
 * The endpoint itself remembers nothing, as the real one.
 */
final class Conversation {
    private static final Pattern FOLDER = Pattern.compile("(?im)^\\W*(?:primary )?working directory: *(/[^\\r\\n<]*)");

    private final JsonNode request;
    private final Optional<Prompt> prompt;
    private final List<ToolCall> calls = new ArrayList<>();

    Conversation(JsonNode request) {
        this.request = request;
        JsonNode messages = request.path("messages");
        int start = -1;
        Prompt found = null;
        for (int i = messages.size() - 1; i >= 0 && found == null; i--) {
            if (messages.get(i).path("role").asText().equals("user")) {
                found = prompt(messages.get(i).path("content"));
                start = i;
            }
        }
        this.prompt = Optional.ofNullable(found);
        if (found != null) {
            collect(messages, start + 1);
        }
    }

    private static @Nullable Prompt prompt(JsonNode content) {
        for (String text : texts(content)) {
            if (Prompt.isOne(text)) {
                return Prompt.parse(text);
            }
        }
        return null;
    }

    private void collect(JsonNode messages, int from) {
        Map<String, JsonNode> answers = new HashMap<>();
        for (int i = from; i < messages.size(); i++) {
            for (JsonNode block : messages.get(i).path("content")) {
                if (block.path("type").asText().equals("tool_result")) {
                    answers.put(block.path("tool_use_id").asText(), block);
                }
            }
        }
        for (int i = from; i < messages.size(); i++) {
            for (JsonNode block : messages.get(i).path("content")) {
                if (block.path("type").asText().equals("tool_use")) {
                    JsonNode answer = answers.get(block.path("id").asText());
                    calls.add(new ToolCall(
                            block.path("name").asText(),
                            block.path("input"),
                            answer == null || answer.path("is_error").asBoolean(),
                            answer == null ? "no answer" : String.join("\n", texts(answer.path("content")))));
                }
            }
        }
    }

    /** The last prompt of Slipway's; empty when the conversation is about something else. */
    Optional<Prompt> prompt() {
        return prompt;
    }

    /** Tools called since that prompt, in their order. */
    List<ToolCall> calls() {
        return List.copyOf(calls);
    }

    /** Names of the tools that the client offers. */
    Set<String> tools() {
        Set<String> names = new HashSet<>();
        request.path("tools").forEach(tool -> names.add(tool.path("name").asText()));
        return names;
    }

    /** The client's working directory, as its system prompt says it. */
    Optional<String> folder() {
        List<String> all = new ArrayList<>(texts(request.path("system")));
        request.path("messages").forEach(message -> all.addAll(texts(message.path("content"))));
        for (String text : all) {
            Matcher matcher = FOLDER.matcher(text);
            if (matcher.find()) {
                return Optional.of(matcher.group(1).strip());
            }
        }
        return Optional.empty();
    }

    /** The texts of a content, which is a string or a list of blocks. */
    static List<String> texts(JsonNode content) {
        if (content.isTextual()) {
            return List.of(content.asText());
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode block : content) {
            if (block.path("type").asText().equals("text")) {
                texts.add(block.path("text").asText());
            }
        }
        return texts;
    }
}
