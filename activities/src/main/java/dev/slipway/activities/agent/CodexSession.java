package dev.slipway.activities.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.slipway.activities.agent.RunSigns.Cause;
import dev.slipway.agent.TokenUsage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the end of Codex's session file says: the last turn's failure by its code, the account's limits, the thread's
 * tokens. Its standard output has the failure's sentence only.
 *
 * @param cause of the last turn's failure
 * @param status of the HTTP answer that it failed on; 0 for none
 */
record CodexSession(Cause cause, int status, @Nullable ProviderLimit limit, TokenUsage tokens, String model) {
    static final CodexSession NONE = new CodexSession(Cause.NONE, 0, null, TokenUsage.NONE, "");

    private static final ObjectReader JSON = new ObjectMapper().reader();
    private static final int TAIL = 1024 * 1024;
    /** Folders by year, month and day. */
    private static final int DEPTH = 4;

    /** The session of an id; {@link #NONE} where there is none that can be read. */
    static CodexSession read(Path sessions, @Nullable String id) throws IOException {
        if (id == null || !Files.isDirectory(sessions, LinkOption.NOFOLLOW_LINKS)) {
            return NONE;
        }
        Optional<Path> file;
        try (Stream<Path> files = Files.find(
                sessions,
                DEPTH,
                (path, is) -> is.isRegularFile()
                        && path.getFileName().toString().startsWith("rollout-")
                        && path.getFileName().toString().endsWith(id + ".jsonl"))) {
            file = files.sorted().reduce((first, second) -> second);
        }
        return file.isEmpty() ? NONE : of(tail(file.get()));
    }

    /** Reads the lines of a session file's end; the first may be torn. */
    static CodexSession of(Stream<String> lines) {
        Reading reading = new Reading();
        lines.forEach(reading::line);
        return reading.session();
    }

    private static Stream<String> tail(Path file) throws IOException {
        try (SeekableByteChannel channel =
                Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            long size = channel.size();
            channel.position(Math.max(0, size - TAIL));
            ByteBuffer end = ByteBuffer.allocate((int) Math.min(size, TAIL));
            while (end.hasRemaining() && channel.read(end) >= 0) {
                // on
            }
            return new String(end.array(), 0, end.position(), StandardCharsets.UTF_8).lines();
        }
    }

    private static final class Reading {
        private JsonNode info = JSON.createObjectNode();
        private JsonNode limits = JSON.createObjectNode();
        private TokenUsage tokens = TokenUsage.NONE;
        private String model = "";

        void line(String line) {
            JsonNode event;
            try {
                event = JSON.readTree(line);
            } catch (JsonProcessingException e) {
                return;
            }
            JsonNode payload = event.path("payload");
            switch (event.path("type").asText() + "/" + payload.path("type").asText()) {
                case "turn_context/" -> model = payload.path("model").asText(model);
                case "event_msg/task_started" -> {
                    info = JSON.createObjectNode();
                    limits = JSON.createObjectNode();
                }
                case "event_msg/token_count" -> {
                    if (payload.path("rate_limits").isObject()) {
                        limits = payload.path("rate_limits");
                    }
                    JsonNode total = payload.path("info").path("total_token_usage");
                    if (total.isObject()) {
                        tokens = CodexStream.usage(total);
                    }
                }
                case "event_msg/task_complete" -> info = payload.path("error").path("codex_error_info");
                default -> {
                    // what was said and done
                }
            }
        }

        CodexSession session() {
            int status = info.isObject() && info.elements().hasNext()
                    ? info.elements().next().path("http_status_code").asInt(0)
                    : 0;
            ProviderLimit limit = limit();
            return new CodexSession(cause(limit, status), status, limit, tokens, cut(model));
        }

        private Cause cause(@Nullable ProviderLimit limit, int status) {
            if (info.isObject()) {
                // It could not be reached, or broke off: the status tells, where there was one.
                return !info.isEmpty() && status == 0 ? Cause.PROVIDER : Cause.NONE;
            }
            return switch (info.asText()) {
                case "unauthorized", "refresh_token_failed" -> Cause.LOGIN;
                // Without a window that is used up, it is the money that is.
                case "usage_limit_exceeded", "quota_exceeded" -> limit == null ? Cause.CREDIT : Cause.RATE;
                case "usage_not_included" -> Cause.CREDIT;
                case "rate_limit_exceeded" -> Cause.RATE;
                // A connection that breaks off has no code of its own.
                case "server_overloaded", "internal_server_error", "other" -> Cause.PROVIDER;
                case "context_window_exceeded" -> Cause.CONTEXT;
                case "session_budget_exceeded" -> Cause.SPEND;
                case "cyber_policy", "bio_policy", "misalignment_policy_violation" -> Cause.REFUSAL;
                default -> Cause.NONE;
            };
        }

        /** The window that is used up and lasts longest. */
        private @Nullable ProviderLimit limit() {
            ProviderLimit used = used(limits.path("secondary"));
            return used == null ? used(limits.path("primary")) : used;
        }

        private static @Nullable ProviderLimit used(JsonNode window) {
            if (window.path("used_percent").asDouble() < 100) {
                return null;
            }
            long minutes = window.path("window_minutes").asLong();
            long resets = window.path("resets_at").asLong();
            return new ProviderLimit(
                    minutes <= 0
                            ? ProviderLimit.Window.OTHER
                            : ProviderLimit.Window.of(Duration.ofMinutes(Math.min(minutes, 1_000_000))),
                    resets > 0 && resets < ProviderLimit.LATEST ? Instant.ofEpochSecond(resets) : null);
        }

        private static String cut(String name) {
            return name.length() > 200 ? name.substring(0, 200) : name;
        }
    }
}
