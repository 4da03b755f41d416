package dev.slipway.sandbox.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An answer that is given instead of the real one. */
record CannedAnswer(int status, String type, String body, Map<String, String> headers) {
    static CannedAnswer json(int status, JsonNode body) {
        return new CannedAnswer(status, "application/json; charset=utf-8", body.toString(), Map.of());
    }

    static CannedAnswer text(int status, String body) {
        return new CannedAnswer(status, "text/plain; charset=utf-8", body, Map.of());
    }

    static CannedAnswer html(int status, String body) {
        return new CannedAnswer(status, "text/html; charset=utf-8", body, Map.of());
    }

    CannedAnswer with(String header, Object value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value.toString());
        return new CannedAnswer(status, type, body, more);
    }

    CannedAnswer with(String header, Optional<?> value) {
        return value.map(present -> with(header, (Object) present)).orElse(this);
    }

    void write(HttpServletResponse response) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        response.setStatus(status);
        headers.forEach(response::setHeader);
        response.setContentType(type);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
