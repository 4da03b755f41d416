package dev.slipway.starter.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretSearchTest {
    private static final String TOKEN = "made-up-2f9c81d07be34a56";

    @TempDir
    Path folder;

    private final SecretSearch search = new SecretSearch(List.of(TOKEN, "another-made-up-one-77aa"));

    @ParameterizedTest
    @ValueSource(
            strings = {TOKEN, "Authorization: token " + TOKEN, "bearer " + TOKEN + "\r\n", "{\"a\":\"" + TOKEN + "\"}"})
    void findsATokenInAHeaderOrInJson(String text) throws IOException {
        assertThat(times(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "u", "us", "use", "factory-1", "x-access-token"})
    void findsATokenInABasicHeaderUnderAnyUserName(String user) throws IOException {
        for (String end : List.of("", "!", "!!")) {
            byte[] basic = Base64.getEncoder().encode((user + ":" + TOKEN + end).getBytes(StandardCharsets.UTF_8));

            assertThat(times(basic)).as(user + end).isEqualTo(1);
        }
    }

    @Test
    void looksIntoWhatIsCompressed() throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(TOKEN.getBytes(StandardCharsets.UTF_8));
        }
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(object)) {
            out.write(("blob 24\0" + TOKEN).getBytes(StandardCharsets.UTF_8));
        }

        assertThat(times(gzip.toByteArray())).isEqualTo(1);
        assertThat(times(object.toByteArray())).isEqualTo(1);
    }

    @Test
    void findsATokenAcrossTheEdgeOfABuffer() throws IOException {
        assertThat(times(("x".repeat((1 << 16) - 5) + TOKEN).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(1);
    }

    @Test
    void findsNothingWhereThereIsNothing() throws IOException {
        assertThat(times(TOKEN.substring(1).getBytes(StandardCharsets.UTF_8))).isZero();
        assertThat(times(new byte[] {0x1f, (byte) 0x8b, 1, 2, 3})).isZero();
    }

    @Test
    void leavesOutWhereItIsConfigured() throws IOException {
        Path configured = Files.writeString(folder.resolve("token"), TOKEN);

        assertThat(search.in(folder, configured::equals)).isEmpty();
        assertThat(search.in(folder, file -> false)).hasSize(1);
    }

    private long times(byte[] content) throws IOException {
        Files.write(folder.resolve("file"), content);
        return search.in(folder, file -> false).stream()
                .mapToLong(SecretSearch.Found::times)
                .sum();
    }
}
