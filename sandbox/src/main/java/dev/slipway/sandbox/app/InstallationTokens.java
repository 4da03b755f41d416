package dev.slipway.sandbox.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.slipway.sandbox.world.Grant;
import dev.slipway.sandbox.world.Json;
import dev.slipway.sandbox.world.Seed;
import dev.slipway.sandbox.world.Token;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tokens that were handed to installations. They survive a kill of the sandbox, as GitHub's outlive its servers. */
final class InstallationTokens implements AutoCloseable {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Map<String, Token> live = new ConcurrentHashMap<>();
    private final FileChannel file;

    private InstallationTokens(FileChannel file) {
        this.file = file;
    }

    static InstallationTokens open(Path path, Instant now) throws IOException {
        if (!Files.exists(path)) {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        }
        List<String> lines = Files.readAllLines(path, UTF_8);
        var tokens =
                new InstallationTokens(FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
        for (String line : lines) {
            try {
                Token token = Json.MAPPER.readValue(line, Token.class);
                if (isLive(token, now)) {
                    tokens.live.put(token.value(), token);
                } else {
                    tokens.live.remove(token.value()); // revoked: written again, as one that is over
                }
            } catch (JsonProcessingException e) {
                tokens.append("\n"); // the last line before a kill
            }
        }
        return tokens;
    }

    Token issue(Installation installation, Grant grant, Instant now) {
        live.values().removeIf(token -> !isLive(token, now));
        Token token = new Token(
                Seed.installationToken(),
                Token.Kind.INSTALLATION,
                Seed.APP_BOT,
                installation.account(),
                List.of(),
                grant);
        try {
            append(Json.MAPPER.writeValueAsString(token) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        live.put(token.value(), token);
        return token;
    }

    void revoke(Token token, Instant now) {
        Grant had = token.grant();
        if (had == null || live.remove(token.value()) == null) {
            return;
        }
        Grant over = new Grant(had.installation(), had.permissions(), had.repositories(), now);
        try {
            append(Json.MAPPER.writeValueAsString(new Token(
                            token.value(), token.kind(), token.login(), token.organization(), token.scopes(), over))
                    + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<Token> find(String value, Instant now) {
        return Optional.ofNullable(live.get(value)).filter(token -> isLive(token, now));
    }

    private static boolean isLive(Token token, Instant now) {
        return token.grant() != null && token.grant().expiresAt().isAfter(now);
    }

    private synchronized void append(String text) throws IOException {
        file.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
