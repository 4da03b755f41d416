package dev.slipway.sandbox.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.book.BookEntry;
import dev.slipway.sandbox.book.BookFile;
import dev.slipway.sandbox.book.NotInTheBookException;
import dev.slipway.sandbox.book.Prompt;
import dev.slipway.sandbox.book.ScriptBook;
import dev.slipway.sandbox.world.Json;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's Responses API as far as Codex calls it, played from the script book: each of an entry's files is written by a
 * command of the client's shell tool. The endpoint itself remembers nothing: a request carries the whole conversation.
 */
final class Responses {
    /** Codex's shell tool, as models that it has no data about are offered it. */
    private static final String SHELL = "exec_command";

    private static final String WELL = "Process exited with code 0";
    private static final int ATTEMPTS = 3;

    private Responses() {}

    /** The answer to a request. */
    static Reply reply(JsonNode request) {
        JsonNode input = request.path("input");
        int start = -1;
        Prompt prompt = null;
        for (int i = input.size() - 1; i >= 0 && prompt == null; i--) {
            prompt = prompt(input.get(i));
            start = i;
        }
        if (prompt == null) {
            return new Reply(
                    "The sandbox's model knows only Slipway's prompts, which it answers from its script book.",
                    List.of());
        }
        if (!offers(request, SHELL)) {
            return new Reply(
                    "I can't do this: there is no tool named " + SHELL + ". Give the agent a model that Codex does not"
                            + " know, such as script-book.",
                    List.of());
        }
        try {
            return play(ScriptBook.answer(prompt), input, start);
        } catch (NotInTheBookException e) {
            return new Reply("I can't do this: " + e.getMessage() + ".", List.of());
        }
    }

    private static Reply play(BookEntry entry, JsonNode input, int start) {
        Map<String, Integer> tried = new HashMap<>();
        List<String> written = new ArrayList<>();
        Map<String, String> commands = new HashMap<>();
        for (int i = start + 1; i < input.size(); i++) {
            JsonNode item = input.get(i);
            String call = item.path("call_id").asText();
            if (item.path("type").asText().equals("function_call")) {
                String command = command(item);
                commands.put(call, command);
                tried.merge(command, 1, Integer::sum);
            } else if (item.path("type").asText().equals("function_call_output")
                    && item.path("output").toString().contains(WELL)) {
                written.add(commands.getOrDefault(call, ""));
            }
        }
        List<Reply.Call> next = new ArrayList<>();
        for (BookFile file : entry.files()) {
            String command = write(file);
            if (written.contains(command)) {
                continue;
            }
            if (tried.getOrDefault(command, 0) >= ATTEMPTS) {
                return new Reply("I could not write " + file.path() + ".", List.of());
            }
            next.add(new Reply.Call(SHELL, Map.of("cmd", command)));
        }
        if (next.isEmpty()) {
            return new Reply(entry.closing(), List.of());
        }
        return new Reply(tried.isEmpty() ? entry.opening() : "", next);
    }

    private static String command(JsonNode call) {
        try {
            return Json.MAPPER
                    .readTree(call.path("arguments").asText())
                    .path("cmd")
                    .asText();
        } catch (IOException e) {
            return "";
        }
    }

    private static String write(BookFile file) {
        String path = quoted(file.path());
        return "mkdir -p \"$(dirname " + path + ")\" && printf %s " + quoted(file.content()) + " > " + path;
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static @Nullable Prompt prompt(JsonNode item) {
        if (item.path("role").asText().equals("user")) {
            for (JsonNode part : item.path("content")) {
                if (Prompt.isOne(part.path("text").asText())) {
                    return Prompt.parse(part.path("text").asText());
                }
            }
        }
        return null;
    }

    private static boolean offers(JsonNode request, String tool) {
        for (JsonNode offered : request.path("tools")) {
            if (offered.path("name").asText().equals(tool)) {
                return true;
            }
        }
        return false;
    }

    /** Writes a reply as the stream of events that Codex reads. */
    static void stream(JsonNode request, Reply reply, Writer out) throws IOException {
        String id = "resp_" + MessageWriter.random();
        event(
                out,
                "response.created",
                Json.object().set("response", Json.object().put("id", id)));
        int index = 0;
        int tokens = 0;
        if (!reply.text().isEmpty()) {
            ObjectNode message = Json.object()
                    .put("type", "message")
                    .put("id", "msg_" + MessageWriter.random())
                    .put("role", "assistant");
            message.putArray("content").addObject().put("type", "output_text").put("text", reply.text());
            item(out, index++, message);
            tokens += MessageWriter.tokens(reply.text());
        }
        for (Reply.Call call : reply.calls()) {
            String arguments = Json.MAPPER.writeValueAsString(call.input());
            item(
                    out,
                    index++,
                    Json.object()
                            .put("type", "function_call")
                            .put("id", "fc_" + MessageWriter.random())
                            .put("call_id", "call_" + MessageWriter.random())
                            .put("name", call.name())
                            .put("arguments", arguments));
            tokens += MessageWriter.tokens(arguments);
        }
        ObjectNode response = Json.object().put("id", id);
        response.set("usage", usage(request, tokens));
        event(out, "response.completed", Json.object().set("response", response));
    }

    /** As with prompt caching: what an earlier request carried is read from the cache. */
    private static ObjectNode usage(JsonNode request, int output) {
        ArrayNode input = request.path("input").isArray() ? (ArrayNode) request.path("input") : Json.array();
        int all = MessageWriter.tokens(request.path("tools").toString()) + MessageWriter.tokens(input.toString());
        boolean again = input.size() > 0
                && input.get(input.size() - 1).path("type").asText().endsWith("_output");
        int cached =
                again ? all - MessageWriter.tokens(input.get(input.size() - 1).toString()) : 0;
        ObjectNode usage = Json.object().put("input_tokens", all);
        usage.putObject("input_tokens_details").put("cached_tokens", cached);
        usage.put("output_tokens", output);
        usage.putObject("output_tokens_details").put("reasoning_tokens", 0);
        return usage.put("total_tokens", all + output);
    }

    private static void item(Writer out, int index, ObjectNode item) throws IOException {
        event(
                out,
                "response.output_item.done",
                Json.object().put("output_index", index).set("item", item));
    }

    private static void event(Writer out, String type, ObjectNode fields) throws IOException {
        ObjectNode event = Json.object().put("type", type);
        event.setAll(fields);
        out.write("event: " + type + "\ndata: " + Json.MAPPER.writeValueAsString(event) + "\n\n");
        out.flush();
    }
}
