package dev.slipway.sandbox.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.world.Json;
import java.io.IOException;
import java.io.Writer;
import java.util.UUID;

/** Writes a reply as the Messages API does: whole, or as a stream of events. */
final class MessageWriter {
    private static final int CHARACTERS_A_TOKEN = 4;
    private static final int CHUNK = 400;

    private final JsonNode request;
    private final Reply reply;
    private final String id = "msg_" + random();

    MessageWriter(JsonNode request, Reply reply) {
        this.request = request;
        this.reply = reply;
    }

    static String random() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 24);
    }

    /** About the tokens of a text. */
    static int tokens(String text) {
        return Math.max(1, text.length() / CHARACTERS_A_TOKEN);
    }

    ObjectNode whole() {
        ObjectNode message = head();
        ArrayNode content = message.putArray("content");
        if (!reply.text().isEmpty()) {
            content.addObject().put("type", "text").put("text", reply.text());
        }
        for (Reply.Call call : reply.calls()) {
            ObjectNode block = toolUse(call);
            ObjectNode input = block.putObject("input");
            call.input().forEach(input::put);
            content.add(block);
        }
        message.put("stop_reason", reply.stopReason());
        message.set("usage", usage(outputTokens()));
        return message;
    }

    void stream(Writer out) throws IOException {
        ObjectNode start = head();
        start.putArray("content");
        start.putNull("stop_reason");
        start.set("usage", usage(1));
        event(out, "message_start", Json.object().set("message", start));
        int index = 0;
        if (!reply.text().isEmpty()) {
            ObjectNode block = Json.object().put("type", "text").put("text", "");
            block(out, index++, block, "text_delta", "text", reply.text());
        }
        for (Reply.Call call : reply.calls()) {
            ObjectNode block = toolUse(call);
            block.putObject("input");
            String input = Json.MAPPER.writeValueAsString(call.input());
            block(out, index++, block, "input_json_delta", "partial_json", input);
        }
        ObjectNode delta = Json.object();
        delta.putObject("delta").put("stop_reason", reply.stopReason()).putNull("stop_sequence");
        delta.putObject("usage").put("output_tokens", outputTokens());
        event(out, "message_delta", delta);
        event(out, "message_stop", Json.object());
    }

    private void block(Writer out, int index, ObjectNode block, String type, String field, String text)
            throws IOException {
        ObjectNode start = Json.object().put("index", index);
        start.set("content_block", block);
        event(out, "content_block_start", start);
        for (int at = 0; at < text.length(); at += CHUNK) {
            ObjectNode delta = Json.object().put("index", index);
            delta.putObject("delta")
                    .put("type", type)
                    .put(field, text.substring(at, Math.min(text.length(), at + CHUNK)));
            event(out, "content_block_delta", delta);
        }
        event(out, "content_block_stop", Json.object().put("index", index));
    }

    private static void event(Writer out, String type, JsonNode fields) throws IOException {
        ObjectNode event = Json.object().put("type", type);
        event.setAll((ObjectNode) fields);
        out.write("event: " + type + "\ndata: " + Json.MAPPER.writeValueAsString(event) + "\n\n");
        out.flush();
    }

    private ObjectNode head() {
        ObjectNode message = Json.object()
                .put("id", id)
                .put("type", "message")
                .put("role", "assistant")
                .put("model", request.path("model").asText());
        message.putNull("stop_sequence");
        return message;
    }

    private static ObjectNode toolUse(Reply.Call call) {
        return Json.object()
                .put("type", "tool_use")
                .put("id", "toolu_" + random())
                .put("name", call.name());
    }

    private int outputTokens() {
        int tokens = tokens(reply.text());
        for (Reply.Call call : reply.calls()) {
            tokens += 20
                    + call.input().values().stream()
                            .mapToInt(MessageWriter::tokens)
                            .sum();
        }
        return tokens;
    }

    /** As with prompt caching: what an earlier request carried is read from the cache, the rest is new. */
    private ObjectNode usage(int output) {
        JsonNode messages = request.path("messages");
        int all = tokens(request.path("system").toString())
                + tokens(request.path("tools").toString())
                + tokens(messages.toString());
        int last = messages.isEmpty()
                ? 0
                : tokens(messages.get(messages.size() - 1).toString());
        boolean first = messages.size() <= 1;
        return Json.object()
                .put("input_tokens", first ? 3 : last)
                .put("cache_creation_input_tokens", first ? all : 0)
                .put("cache_read_input_tokens", first ? 0 : all - last)
                .put("output_tokens", output)
                .put("service_tier", "standard");
    }
}
