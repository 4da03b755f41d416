package dev.slipway.activities.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.artifact.ArtifactRef;
import dev.slipway.settings.installation.StoreSettings;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.settings.secret.SecretRef;
import dev.slipway.settings.secret.SecretResolver;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real S3 server. */
class S3ArtifactStoreIT {
    private static final String PLANTED = "PLANTEDWRONGKEY";

    @TempDir
    private static Path folder;

    private static S3TestServer server;

    @BeforeAll
    static void startServer() throws Exception {
        server = S3TestServer.start(folder.resolve("s3"), "factory");
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    private static ArtifactStore store(String url, String access) {
        return ArtifactStores.of(
                new StoreSettings(
                        URI.create(url), new SecretRef.Environment("ACCESS"), new SecretRef.Environment("SECRET")),
                SlipwayHome.from(Map.of("SLIPWAY_HOME", folder.toString())),
                new SecretResolver(
                        Map.of("ACCESS", access, "SECRET", access.equals(PLANTED) ? PLANTED : S3TestServer.KEY)));
    }

    private static ArtifactStore store() {
        return store(server.url("factory/slipway"), S3TestServer.KEY);
    }

    @Test
    void whatOneHostStoresAnotherReads() throws IOException {
        ArtifactRef ref = store().put("abcdefgh/3-verify/build.log", "grün\n");

        assertThat(ref.uri()).isEqualTo("s3://factory/slipway/abcdefgh/3-verify/build.log");
        assertThat(ref.size()).isEqualTo(6);
        ArtifactStore otherHost = store();
        assertThat(otherHost.text(ref)).isEqualTo("grün\n");
        assertThat(otherHost.find("abcdefgh/3-verify/build.log")).contains(ref);
        assertThat(otherHost.find("abcdefgh/none")).isEmpty();
    }

    @Test
    void itsReferencesAreThoseOfTheFolderStoreButForTheUri() throws IOException {
        Path file = folder.resolve("transcript");
        Files.writeString(file, "line\n".repeat(200_000));

        ArtifactRef inS3 = store().put("abcdefgh/1-generate/transcript.log", file);
        ArtifactRef inFolder =
                new DirectoryArtifactStore(folder.resolve("artifacts")).put("abcdefgh/1-generate/transcript.log", file);

        assertThat(inS3.sha256()).isEqualTo(inFolder.sha256());
        assertThat(inS3.size()).isEqualTo(inFolder.size());
    }

    @Test
    void aLargeTranscriptIsStreamedBothWays() throws IOException {
        Path large = folder.resolve("large");
        byte[] piece = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(large)) {
            for (int i = 0; i < 32; i++) {
                java.util.Arrays.fill(piece, (byte) i);
                out.write(piece);
            }
        }

        ArtifactRef ref = store().put("abcdefgh/large", large);

        assertThat(ref.size()).isEqualTo(32L << 20);
        try (InputStream back = store().open(ref)) {
            assertThat(back.transferTo(OutputStream.nullOutputStream())).isEqualTo(32L << 20);
        }
    }

    @Test
    void storingAgainReplacesAndChangedContentIsTold() throws IOException {
        ArtifactRef first = store().put("abcdefgh/log", "as it was");
        ArtifactRef second = store().put("abcdefgh/log", "as it is!");

        assertThat(store().text(second)).isEqualTo("as it is!");
        assertThatThrownBy(() -> store().text(first))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has changed");
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> store().text(new ArtifactRef("s3://factory/slipway/abcdefgh/none", 1, "00")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("abcdefgh/none");
        assertThatThrownBy(() -> store().text(new ArtifactRef("artifact:abcdefgh/none", 1, "00")))
                .hasMessageContaining("another artifact store");
        assertThatThrownBy(
                        () -> store(server.url("nobucket/x"), S3TestServer.KEY).put("abcdefgh/log", "x"))
                .isInstanceOf(StoreTroubleException.class)
                .hasMessageContaining("Make the bucket 'nobucket'");
    }

    @Test
    void wrongKeysAreRefusedAndNotTold() {
        assertThatThrownBy(() -> store(server.url("factory/slipway"), PLANTED).put("abcdefgh/log", "x"))
                .isInstanceOf(StoreTroubleException.class)
                .hasMessageContaining("stores.secret_key")
                .satisfies(e -> assertThat(e.toString() + e.getCause()).doesNotContain(PLANTED));
    }

    @Test
    void aStoreOutOfReachIsTroubleThatMayPass() {
        assertThatThrownBy(() -> store("s3://factory/x?endpoint=http://127.0.0.1:1", S3TestServer.KEY)
                        .put("abcdefgh/log", "x"))
                .isInstanceOf(StoreTroubleException.class)
                .hasMessageContaining("http://127.0.0.1:1")
                .hasMessageContaining("'stores'");
    }

    @Test
    void hostsOfOneBucketAndPrefixHaveOneStore() throws IOException {
        assertThat(store().local()).isFalse();
        assertThat(store().identity()).isEqualTo(store().identity());
        assertThat(store(server.url("factory/other"), S3TestServer.KEY).identity())
                .isNotEqualTo(store().identity());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../out", "a/../../out", "/etc/passwd", "a//b", "", "a/.", "a/\n", ".hidden", "a\\b"})
    void keysStayBelowThePrefix(String key) {
        assertThatThrownBy(() -> store().put(key, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().text(new ArtifactRef("s3://factory/slipway/" + key, 1, "00")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void doesNotFollowALinkWhenStoringAFile() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        Path link = Files.createSymbolicLink(folder.resolve("link"), secret);

        assertThatThrownBy(() -> store().put("abcdefgh/log", link)).isInstanceOf(IOException.class);
    }
}
