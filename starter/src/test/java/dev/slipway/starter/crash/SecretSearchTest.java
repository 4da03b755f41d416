package dev.slipway.starter.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretSearchTest {
    private static final String TOKEN = "made-up-2f9c81d07be34a56";

    /** With all that is written in another way somewhere. */
    private static final String ODD = "made/up+\"2f9c\"=81d0 7be3&34<a56>???";

    @TempDir
    Path folder;

    private final SecretSearch search = new SecretSearch(List.of(TOKEN, ODD, "another-made-up-one-77aa"));

    @ParameterizedTest
    @ValueSource(
            strings = {TOKEN, "Authorization: token " + TOKEN, "bearer " + TOKEN + "\r\n", "{\"a\":\"" + TOKEN + "\"}"})
    void findsATokenInAHeaderOrInJson(String text) throws IOException {
        assertThat(times(text)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "u", "us", "use", "factory-1", "x-access-token"})
    void findsATokenInABasicHeaderUnderAnyUserName(String user) throws IOException {
        for (String end : List.of("", "!", "!!")) {
            byte[] basic = Base64.getEncoder().encode((user + ":" + TOKEN + end).getBytes(StandardCharsets.UTF_8));

            assertThat(times(basic)).as(user + end).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?token=made%2Fup%2B%222f9c%22%3D81d0%207be3%2634%3Ca56%3E%3F%3F%3F&next=1",
                "?token=made%2fup%2b%222f9c%22%3d81d0%207be3%2634%3ca56%3e%3f%3f%3f",
                "?token=made%2Fup%2B%222f9c%22%3D81d0+7be3%2634%3Ca56%3E%3F%3F%3F",
                "/made/up%2B%222f9c%22%3D81d0%207be3%2634%3Ca56%3E%3F%3F%3F/"
            })
    void findsATokenInAnAddress(String text) throws IOException {
        assertThat(times(text)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"made/up+\\\"2f9c\\\"=81d0 7be3&34<a56>???\"}",
                "{\"a\":\"made\\/up+\\\"2f9c\\\"=81d0 7be3&34<a56>???\"}",
                "{\"a\":\"made/up\\u002b\\u00222f9c\\u0022\\u003d81d0 7be3\\u002634\\u003ca56\\u003e\\u003f\\u003f\\u003f\"}",
                "{\"a\":\"made/up\\u002B\\u00222f9c\\u0022\\u003D81d0 7be3\\u002634\\u003Ca56\\u003E\\u003F\\u003F\\u003F\"}",
                "{\"a\":\"{\\\"b\\\":\\\"made/up+\\\\\\\"2f9c\\\\\\\"=81d0 7be3&34<a56>???\\\"}\"}",
                "{\"a\":\"made/up+\\\"2f9c\\\"=81d0 7be3\\u002634\\u003ca56\\u003e???\"}"
            })
    void findsATokenAsJsonWritesIt(String text) throws IOException {
        assertThat(times(text)).isEqualTo(1);
    }

    @Test
    void findsABasicHeaderInAnAddress() throws IOException {
        String basic = Base64.getEncoder().encodeToString(("u:" + ODD).getBytes(StandardCharsets.UTF_8));

        assertThat(basic).containsAnyOf("+", "/");
        assertThat(times(basic.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")))
                .isEqualTo(1);
        assertThat(times(basic.replace('+', '-').replace('/', '_'))).isEqualTo(1);
    }

    @Test
    void looksIntoWhatIsCompressed() throws IOException {
        assertThat(times(gzip(TOKEN))).isEqualTo(1);
        assertThat(times(gzip(gzip(TOKEN)))).isEqualTo(1);
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(object)) {
            out.write(("blob 24\0" + TOKEN).getBytes(StandardCharsets.UTF_8));
        }
        assertThat(times(object.toByteArray())).isEqualTo(1);
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(archive)) {
            zip.putNextEntry(new ZipEntry("first.gz"));
            zip.write(gzip(TOKEN));
            zip.putNextEntry(new ZipEntry("second"));
            zip.write(TOKEN.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(times(archive.toByteArray())).isEqualTo(2);
    }

    @Test
    void findsWhatStandsInACompressedLogBeforeAKillCutItShort() throws IOException {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(log, 512, true)) {
            out.write((TOKEN + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            out.write("the rest".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(times(Arrays.copyOf(log.toByteArray(), log.size() - 12))).isEqualTo(1);
    }

    @Test
    void saysThatACompressedFileIsBrokenInTheMiddle() throws IOException {
        byte[] broken = gzip("x".repeat(100_000) + TOKEN);
        Arrays.fill(broken, 20, broken.length - 10, (byte) 0xff);
        Files.write(folder.resolve("broken.gz"), broken);

        assertThat(search.in(folder, file -> false).unread())
                .extracting(SecretSearch.Unread::file)
                .containsExactly(folder.resolve("broken.gz"));
    }

    @Test
    void findsATokenAcrossTheEdgeOfABuffer() throws IOException {
        assertThat(times("x".repeat((1 << 16) - 5) + TOKEN)).isEqualTo(1);
    }

    @Test
    void findsNothingWhereThereIsNothing() throws IOException {
        assertThat(times(TOKEN.substring(1))).isZero();
        assertThat(times(new byte[] {0x1f, (byte) 0x8b, 1, 2, 3})).isZero();
        assertThat(search.in(folder, file -> false).unread()).isEmpty();
    }

    @Test
    void leavesOutWhereItIsConfigured() throws IOException {
        Path configured = Files.writeString(folder.resolve("token"), TOKEN);

        assertThat(search.in(folder, configured::equals).found()).isEmpty();
        assertThat(search.in(folder, file -> false).found()).hasSize(1);
    }

    @Test
    void saysWhichFilesItCouldNotRead() throws IOException {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.writeString(closed.resolve("file"), TOKEN);
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        try {
            assumeThat(Files.isReadable(closed)).as("root can read it all").isFalse();

            assertThat(search.in(folder, file -> false).unread())
                    .extracting(SecretSearch.Unread::file)
                    .containsExactly(closed);
        } finally {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void aFolderThatIsNotThereHasNone() {
        SecretSearch.Findings findings = search.in(folder.resolve("missing"), file -> false);

        assertThat(findings.found()).isEmpty();
        assertThat(findings.times()).isZero();
    }

    private static byte[] gzip(String text) throws IOException {
        return gzip(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(gzip)) {
            out.write(content);
        }
        return gzip.toByteArray();
    }

    private long times(String content) throws IOException {
        return times(content.getBytes(StandardCharsets.UTF_8));
    }

    private long times(byte[] content) throws IOException {
        Files.write(folder.resolve("file"), content);
        return search.in(folder, file -> false).times();
    }
}
