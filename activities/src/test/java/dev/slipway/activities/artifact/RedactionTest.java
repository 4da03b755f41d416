package dev.slipway.activities.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.settings.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedactionTest {
    private final Redaction redaction = new Redaction(
            List.of(new Secret("key-of-somebody"), new Secret("key-of-somebody-else"), new Secret("short")));

    @TempDir
    Path folder;

    @Test
    void takesSecretsOutOfText() {
        assertThat(redaction.of("a key-of-somebody b key-of-somebody-else c short"))
                .isEqualTo("a [redacted] b [redacted] c short");
    }

    @Test
    void takesSecretsOutOfLargeFilesWhereverTheyStand() throws IOException {
        int piece = 1024 * 1024;
        StringBuilder text = new StringBuilder("key-of-somebody-else");
        while (text.length() < piece - 7) {
            text.append("0123456789");
        }
        text.append("key-of-somebody-else").append("grün".repeat(piece / 2)).append("key-of-somebody");
        Path file = Files.writeString(folder.resolve("log"), text);

        redaction.clean(file);

        assertThat(Files.readString(file))
                .isEqualTo(text.toString()
                        .replace("key-of-somebody-else", "[redacted]")
                        .replace("key-of-somebody", "[redacted]"));
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }
}
