package dev.slipway.sandbox.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.SandboxOptions;
import dev.slipway.sandbox.SandboxServer;
import dev.slipway.sandbox.world.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelServletTest {
    private static final String PROMPT =
            "Task: generate\nProject: release-notes\nToolchain: command\nDescription: Notes of each release\n\nBuild it.";

    @TempDir
    static Path folder;

    private static SandboxServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws IOException {
        server = SandboxServer.start(
                SandboxOptions.in(folder).withUsers(1).withServlet("/model/*", sandbox -> new ModelServlet()));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void callsTheClientsToolsToWriteTheBooksFiles() throws Exception {
        JsonNode answer = json(post(request(user(PROMPT))));
        assertThat(answer.path("stop_reason").asText()).isEqualTo("tool_use");
        assertThat(answer.path("content").get(0).path("text").asText()).startsWith("I write the notes' source");
        List<String> paths = new ArrayList<>();
        answer.path("content").forEach(block -> {
            if (block.path("type").asText().equals("tool_use")) {
                assertThat(block.path("name").asText()).isEqualTo("Write");
                assertThat(block.path("id").asText()).startsWith("toolu_");
                paths.add(block.path("input").path("file_path").asText());
            }
        });
        assertThat(paths).contains("/work/tree/README.md", "/work/tree/check.sh");
        assertThat(answer.path("usage").path("output_tokens").asInt()).isGreaterThan(300);
    }

    @Test
    void isDoneWhenAllFilesAreWritten() throws Exception {
        ArrayNode messages = user(PROMPT);
        answerTools(messages, json(post(request(messages))), Map.of());
        JsonNode last = json(post(request(messages)));
        assertThat(last.path("stop_reason").asText()).isEqualTo("end_turn");
        assertThat(last.path("content").get(0).path("text").asText())
                .isEqualTo("The script and its check are written.");
        assertThat(last.path("usage").path("cache_read_input_tokens").asInt()).isPositive();
    }

    @Test
    void readsAFileFirstWhenTheClientWantsItThatWay() throws Exception {
        ArrayNode messages = user(PROMPT);
        Map<String, String> refused = Map.of("/work/tree/README.md", "File has not been read yet. Read it first.");
        answerTools(messages, json(post(request(messages))), refused);
        JsonNode second = json(post(request(messages)));
        assertThat(second.path("content")).hasSize(1);
        assertThat(second.path("content").get(0).path("name").asText()).isEqualTo("Read");
        answerTools(messages, second, Map.of());
        JsonNode third = json(post(request(messages)));
        assertThat(third.path("content").get(0).path("name").asText()).isEqualTo("Write");
        answerTools(messages, third, Map.of());
        assertThat(json(post(request(messages))).path("stop_reason").asText()).isEqualTo("end_turn");
    }

    @Test
    void givesUpOnAFileThatCannotBeWritten() throws Exception {
        ArrayNode messages = user(PROMPT);
        Map<String, String> refused = Map.of("/work/tree/README.md", "read-only file system");
        JsonNode answer = json(post(request(messages)));
        for (int i = 0; i < 8 && answer.path("stop_reason").asText().equals("tool_use"); i++) {
            answerTools(messages, answer, refused);
            answer = json(post(request(messages)));
        }
        assertThat(answer.path("stop_reason").asText()).isEqualTo("end_turn");
        assertThat(answer.path("content").get(0).path("text").asText())
                .isEqualTo("I could not write README.md: read-only file system");
    }

    @Test
    void goesByTheLastPromptOfAConversationThatWasResumed() throws Exception {
        ArrayNode messages = user(PROMPT);
        answerTools(messages, json(post(request(messages))), Map.of());
        messages.addObject().put("role", "assistant").put("content", "The script and its check are written.");
        messages.addObject()
                .put("role", "user")
                .put(
                        "content",
                        PROMPT.replace("generate", "fix")
                                + "\nnotes.txt:5: check failed: notes.txt has no entry under 'Fixed:'");
        JsonNode answer = json(post(request(messages)));
        assertThat(answer.path("content")).hasSize(2);
        assertThat(answer.path("content").get(1).path("input").path("file_path").asText())
                .isEqualTo("/work/tree/notes.txt");
    }

    @Test
    void streamsTheSameAsEvents() throws Exception {
        ObjectNode request = request(user(PROMPT)).put("stream", true);
        HttpResponse<String> response = post(request);
        assertThat(response.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        List<String> events = response.body()
                .lines()
                .filter(line -> line.startsWith("event: "))
                .map(line -> line.substring(7))
                .toList();
        assertThat(events).startsWith("message_start", "content_block_start", "content_block_delta");
        assertThat(events).endsWith("content_block_stop", "message_delta", "message_stop");
        StringBuilder input = new StringBuilder();
        for (String line :
                response.body().lines().filter(l -> l.startsWith("data: ")).toList()) {
            JsonNode event = Json.MAPPER.readTree(line.substring(6));
            if (event.path("index").asInt() == 1) {
                input.append(event.path("delta").path("partial_json").asText());
            }
        }
        assertThat(Json.MAPPER.readTree(input.toString()).path("file_path").asText())
                .isEqualTo("/work/tree/README.md");
    }

    @Test
    void refusesEveryKeyThatIsNotTheSandboxs() throws Exception {
        for (String key : new String[] {"sk-ant-api03-real", "", "x"}) {
            HttpResponse<String> response = send(HttpRequest.newBuilder(uri("/v1/messages"))
                    .header("x-api-key", key)
                    .POST(HttpRequest.BodyPublishers.ofString(
                            request(user(PROMPT)).toString())));
            assertThat(response.statusCode()).isEqualTo(401);
            JsonNode error = json(response);
            assertThat(error.path("type").asText()).isEqualTo("error");
            assertThat(error.path("error").path("type").asText()).isEqualTo("authentication_error");
            assertThat(response.headers().firstValue("request-id"))
                    .hasValue(error.path("request_id").asText());
        }
    }

    @Test
    void saysWhatIsWrongWithARequest() throws Exception {
        assertThat(post(Json.object().put("model", "m")).body()).contains("messages: Field required");
        HttpResponse<String> broken = send(HttpRequest.newBuilder(uri("/v1/messages"))
                .header("x-api-key", "sk-ant-sandbox-1")
                .POST(HttpRequest.BodyPublishers.ofString("{")));
        assertThat(broken.statusCode()).isEqualTo(400);
        assertThat(broken.body()).contains("invalid_request_error");
    }

    @Test
    void answersWhatIsNoPromptOfSlipwaysWithWords() throws Exception {
        JsonNode answer = json(post(request(user("Write me a poem."))));
        assertThat(answer.path("stop_reason").asText()).isEqualTo("end_turn");
        assertThat(answer.path("content").get(0).path("text").asText()).contains("only Slipway's prompts");
    }

    @Test
    void countsTokensAndListsItsModel() throws Exception {
        HttpResponse<String> count = send(HttpRequest.newBuilder(uri("/v1/messages/count_tokens"))
                .header("authorization", "Bearer sk-ant-sandbox-1")
                .POST(HttpRequest.BodyPublishers.ofString(request(user(PROMPT)).toString())));
        assertThat(json(count).path("input_tokens").asInt()).isGreaterThan(20);
        HttpResponse<String> models = send(HttpRequest.newBuilder(uri("/v1/models"))
                .header("x-api-key", "sk-ant-sandbox-1")
                .GET());
        assertThat(json(models).path("data").get(0).path("type").asText()).isEqualTo("model");
        HttpResponse<String> unknown = send(HttpRequest.newBuilder(uri("/v1/files"))
                .header("x-api-key", "sk-ant-sandbox-1")
                .GET());
        assertThat(unknown.statusCode()).isEqualTo(404);
    }

    private static ArrayNode user(String text) {
        ArrayNode messages = Json.array();
        messages.addObject()
                .put("role", "user")
                .putArray("content")
                .addObject()
                .put("type", "text")
                .put("text", text);
        return messages;
    }

    private static ObjectNode request(ArrayNode messages) {
        ObjectNode request = Json.object().put("model", "claude-sandbox").put("max_tokens", 1000);
        request.putArray("system")
                .addObject()
                .put("type", "text")
                .put("text", "<env>\nWorking directory: /work/tree\n</env>");
        ArrayNode tools = request.putArray("tools");
        tools.addObject().put("name", "Write");
        tools.addObject().put("name", "Read");
        request.set("messages", messages);
        return request;
    }

    /** Adds the model's answer and the client's results of its tools; refused paths are answered as errors. */
    private static void answerTools(ArrayNode messages, JsonNode answer, Map<String, String> refused) {
        messages.addObject().put("role", "assistant").set("content", answer.path("content"));
        ArrayNode results = messages.addObject().put("role", "user").putArray("content");
        answer.path("content").forEach(block -> {
            if (block.path("type").asText().equals("tool_use")) {
                String problem =
                        refused.get(block.path("input").path("file_path").asText());
                boolean fails = problem != null && block.path("name").asText().equals("Write");
                ObjectNode result = results.addObject()
                        .put("type", "tool_result")
                        .put("tool_use_id", block.path("id").asText())
                        .put("content", fails ? problem : "done");
                if (fails) {
                    result.put("is_error", true);
                }
            }
        });
    }

    private HttpResponse<String> post(ObjectNode body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri("/v1/messages?beta=true"))
                .header("x-api-key", "sk-ant-sandbox-1")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return URI.create(server.url() + "/model" + path);
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return Json.MAPPER.readTree(response.body());
    }
}
