package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.model.ModelServlet;
import dev.slipway.sandbox.world.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The model endpoint as Codex talks to it. */
class ResponsesTest {
    private static final String KEY = "sk-ant-sandbox-key";

    @TempDir
    Path folder;

    private SandboxServer sandbox;

    @BeforeEach
    void start() throws IOException {
        sandbox = SandboxServer.start(
                SandboxOptions.in(folder).withUsers(1).withServlet("/model/*", server -> new ModelServlet()));
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void writesTheBooksFilesWithTheShellAndThenEndsItsTurn() throws Exception {
        ObjectNode request = request("exec_command");

        List<JsonNode> first = events(request);
        assertThat(first.get(0).path("type").asText()).isEqualTo("response.created");
        JsonNode last = first.get(first.size() - 1);
        assertThat(last.path("type").asText()).isEqualTo("response.completed");
        assertThat(last.at("/response/usage/output_tokens").asInt()).isPositive();
        List<JsonNode> calls = first.stream()
                .map(event -> event.path("item"))
                .filter(item -> item.path("type").asText().equals("function_call"))
                .toList();
        assertThat(calls).hasSizeGreaterThan(2);

        answer(request, calls, "Process exited with code 1");
        List<JsonNode> again = events(request);
        assertThat(again.stream()
                        .filter(event -> event.at("/item/type").asText().equals("function_call")))
                .as("what failed is tried again")
                .hasSameSizeAs(calls);

        answer(request, calls, "Process exited with code 0");
        List<JsonNode> done = events(request);
        assertThat(done.get(1).at("/item/type").asText()).isEqualTo("message");
        assertThat(done).hasSize(3);
    }

    @Test
    void saysWhatItCanNotDo() throws Exception {
        assertThat(events(request("exec")).get(1).toString()).contains("there is no tool named exec_command");
        ObjectNode other = request("exec_command");
        ((ObjectNode) other.at("/input/0/content/0")).put("text", "Hello");
        assertThat(events(other).get(1).toString()).contains("knows only Slipway's prompts");
    }

    @Test
    void refusesForeignKeysAndRequestsThatAreNone() throws Exception {
        assertThat(post(request("exec_command"), "sk-real").statusCode()).isEqualTo(401);
        assertThat(post(Json.object().put("model", "m"), KEY).statusCode()).isEqualTo(400);
        assertThat(post(request("exec_command").put("stream", false), KEY).statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "token-revoked,401,invalid_api_key",
        "permission-denied,403,insufficient_permissions",
        "rate-limited,429,rate_limit_exceeded",
        "overloaded,503,server_is_overloaded",
        "server-error,500,server_error",
        "context-exceeded,400,context_length_exceeded",
    })
    void aRefusalHasTheApisStatusAndCode(String kind, int status, String code) throws Exception {
        new FaultClient(sandbox.url()).add("{'kind':'" + kind + "','times':1}");

        HttpResponse<String> refused = post(request("exec_command"), KEY);

        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(Json.MAPPER.readTree(refused.body()).at("/error/code").asText())
                .isEqualTo(code);
        assertThat(refused.headers().firstValue("retry-after").isPresent()).isEqualTo(status == 429);
        assertThat(post(request("exec_command"), KEY).statusCode()).isEqualTo(200);
    }

    @Test
    void aSessionLimitNamesItsWindows() throws Exception {
        new FaultClient(sandbox.url()).add("{'kind':'session-limit','times':1,'resetsIn':'3h'}");

        HttpResponse<String> refused = post(request("exec_command"), KEY);

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("x-codex-primary-used-percent")).contains("100");
        assertThat(refused.headers().firstValue("x-codex-primary-window-minutes"))
                .contains("300");
        assertThat(Json.MAPPER.readTree(refused.body()).at("/error/resets_at").asText())
                .isEqualTo(
                        refused.headers().firstValue("x-codex-primary-reset-at").orElseThrow());
    }

    private static ObjectNode request(String tool) {
        ObjectNode request = Json.object().put("model", "script-book").put("stream", true);
        request.putArray("input")
                .addObject()
                .put("type", "message")
                .put("role", "user")
                .putArray("content")
                .addObject()
                .put("type", "input_text")
                .put("text", "Task: generate\nProject: thing\nToolchain: solc\nDescription: A thing\n");
        request.putArray("tools").addObject().put("type", "function").put("name", tool);
        return request;
    }

    private static void answer(ObjectNode request, List<JsonNode> calls, String output) {
        ArrayNode input = (ArrayNode) request.path("input");
        for (JsonNode call : calls) {
            input.add(call);
            input.addObject()
                    .put("type", "function_call_output")
                    .put("call_id", call.path("call_id").asText())
                    .put("output", output);
        }
    }

    private List<JsonNode> events(ObjectNode request) throws Exception {
        HttpResponse<String> answer = post(request, KEY);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        List<JsonNode> events = new ArrayList<>();
        for (String line : answer.body().lines().toList()) {
            if (line.startsWith("data: ")) {
                events.add(Json.MAPPER.readTree(line.substring(6)));
            }
        }
        return events;
    }

    private HttpResponse<String> post(ObjectNode request, String key) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(sandbox.url() + "/model/v1/responses"))
                                .header("authorization", "Bearer " + key)
                                .POST(HttpRequest.BodyPublishers.ofString(request.toString()))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
