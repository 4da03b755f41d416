package dev.slipway.sandbox.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.world.Json;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The model endpoint: Anthropic's Messages API and OpenAI's Responses API as far as coding agents call them, answered from
 * the script book.
 *
 * <p>Every key that begins with {@value #KEY_PREFIX} is taken, and no other: a real key that ends up here by mistake is
 * refused, so that the mistake is seen.
 */
public final class ModelServlet extends HttpServlet {
    /** How keys for this endpoint begin. */
    public static final String KEY_PREFIX = "sk-ant-sandbox-";

    /** A request's attribute: something that the model says beside its answer. */
    public static final String ASIDE = ModelServlet.class.getName() + ".aside";

    /** A request's attribute: the model declines to answer. */
    public static final String REFUSES = ModelServlet.class.getName() + ".refuses";

    private static final long serialVersionUID = 1L;
    private static final int MAX_BODY = 32 * 1024 * 1024;

    private final transient ScriptedModel model = new ScriptedModel();

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo() == null ? "/" : request.getPathInfo();
        String method = request.getMethod();
        response.setHeader("request-id", "req_" + MessageWriter.random());
        if (path.equals("/") && (method.equals("HEAD") || method.equals("GET"))) {
            response.setStatus(HttpServletResponse.SC_OK);
        } else if (!authenticated(request)) {
            error(response, 401, "authentication_error", "invalid x-api-key");
        } else if (path.equals("/v1/messages") && method.equals("POST")) {
            messages(request, response);
        } else if (path.equals("/v1/responses") && method.equals("POST")) {
            responses(request, response);
        } else if (path.equals("/v1/messages/count_tokens") && method.equals("POST")) {
            count(request, response);
        } else if (path.equals("/v1/models") && method.equals("GET")) {
            send(response, models());
        } else {
            error(response, 404, "not_found_error", method + " " + path + " is not part of this endpoint");
        }
    }

    private static void responses(HttpServletRequest request, HttpServletResponse response) throws IOException {
        JsonNode body = read(request, response, "input");
        if (body == null) {
            return;
        }
        if (!body.path("stream").asBoolean()) {
            error(response, 400, "invalid_request_error", "stream: only streams are part of this endpoint");
            return;
        }
        Reply reply = Responses.reply(body);
        if (request.getAttribute(ASIDE) instanceof String aside) {
            reply = reply.beginning(aside);
        }
        response.setContentType("text/event-stream; charset=utf-8");
        response.setHeader("cache-control", "no-cache");
        Responses.stream(body, reply, response.getWriter());
    }

    private void messages(HttpServletRequest request, HttpServletResponse response) throws IOException {
        JsonNode body = read(request, response, "messages");
        if (body == null) {
            return;
        }
        Reply reply = request.getAttribute(REFUSES) == null ? model.reply(new Conversation(body)) : Reply.DECLINED;
        if (request.getAttribute(ASIDE) instanceof String aside) {
            reply = reply.beginning(aside);
        }
        MessageWriter writer = new MessageWriter(body, reply);
        if (body.path("stream").asBoolean()) {
            response.setContentType("text/event-stream; charset=utf-8");
            response.setHeader("cache-control", "no-cache");
            writer.stream(response.getWriter());
        } else {
            send(response, writer.whole());
        }
    }

    private static void count(HttpServletRequest request, HttpServletResponse response) throws IOException {
        JsonNode body = read(request, response, "messages");
        if (body != null) {
            send(response, Json.object().put("input_tokens", MessageWriter.tokens(body.toString())));
        }
    }

    /** The body; null when it was refused, and the refusal sent. */
    private static @Nullable JsonNode read(
            HttpServletRequest request, HttpServletResponse response, String conversation) throws IOException {
        byte[] bytes = request.getInputStream().readNBytes(MAX_BODY + 1);
        if (bytes.length > MAX_BODY) {
            error(response, 413, "request_too_large", "Request exceeds the maximum size");
            return null;
        }
        JsonNode body;
        try {
            body = Json.MAPPER.readTree(bytes);
        } catch (JsonProcessingException e) {
            error(
                    response,
                    400,
                    "invalid_request_error",
                    "The request body is not valid JSON: " + e.getOriginalMessage());
            return null;
        }
        for (String field : new String[] {"model", conversation}) {
            if (!body.hasNonNull(field)) {
                error(response, 400, "invalid_request_error", field + ": Field required");
                return null;
            }
        }
        if (!body.path(conversation).isArray() || body.path(conversation).isEmpty()) {
            error(response, 400, "invalid_request_error", conversation + ": at least one message is required");
            return null;
        }
        return body;
    }

    private static boolean authenticated(HttpServletRequest request) {
        String key = request.getHeader("x-api-key");
        String bearer = request.getHeader("authorization");
        return (key != null && key.startsWith(KEY_PREFIX))
                || (bearer != null && bearer.startsWith("Bearer " + KEY_PREFIX));
    }

    private static ObjectNode models() {
        ObjectNode models = Json.object();
        ArrayNode data = models.putArray("data");
        data.addObject()
                .put("type", "model")
                .put("id", "claude-sandbox")
                .put("display_name", "Script book")
                .put("created_at", "2026-11-01T00:00:00Z");
        models.put("has_more", false).put("first_id", "claude-sandbox").put("last_id", "claude-sandbox");
        return models;
    }

    private static void error(HttpServletResponse response, int status, String type, String message)
            throws IOException {
        ObjectNode error = Json.object().put("type", "error");
        error.putObject("error").put("type", type).put("message", message);
        error.put("request_id", response.getHeader("request-id"));
        response.setStatus(status);
        send(response, error);
    }

    private static void send(HttpServletResponse response, JsonNode body) throws IOException {
        byte[] bytes = Json.MAPPER.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        response.setContentType("application/json");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
