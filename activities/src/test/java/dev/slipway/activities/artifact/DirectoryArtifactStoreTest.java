package dev.slipway.activities.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.artifact.ArtifactRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryArtifactStoreTest {
    @TempDir
    Path folder;

    private Path root;
    private DirectoryArtifactStore store;

    @BeforeEach
    void makeStore() {
        root = folder.resolve("artifacts");
        store = new DirectoryArtifactStore(root);
    }

    @Test
    void givesBackWhatWasStored() throws IOException {
        ArtifactRef ref = store.put("abcdefgh/3-verify/build.log", "grün\n");

        assertThat(ref.uri()).isEqualTo("artifact:abcdefgh/3-verify/build.log");
        assertThat(ref.size()).isEqualTo(6);
        assertThat(store.text(ref)).isEqualTo("grün\n");
        assertThat(store.find("abcdefgh/3-verify/build.log")).contains(ref);
    }

    @Test
    void storingAgainReplacesAndLeavesNothingUnfinished() throws IOException {
        store.put("abcdefgh/log", "first");
        Path second = Files.writeString(folder.resolve("second"), "second");

        ArtifactRef ref = store.put("abcdefgh/log", second);

        assertThat(store.text(ref)).isEqualTo("second");
        try (var files = Files.list(root.resolve("abcdefgh"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void tellsChangedContentFromTheReferencedOne() throws IOException {
        ArtifactRef ref = store.put("abcdefgh/log", "as it was");
        Files.writeString(root.resolve("abcdefgh/log"), "as it is!");

        assertThatThrownBy(() -> store.text(ref))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has changed");
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> store.text(new ArtifactRef("artifact:abcdefgh/none", 1, "00")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("artifact:abcdefgh/none");
        assertThatThrownBy(() -> store.text(new ArtifactRef("s3://bucket/none", 1, "00")))
                .hasMessageContaining("another artifact store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../out", "a/../../out", "/etc/passwd", "a//b", "", "a/.", "a/\n", ".hidden", "a\\b"})
    void keysStayInsideTheStore(String key) {
        assertThatThrownBy(() -> store.put(key, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.text(new ArtifactRef("artifact:" + key, 1, "00")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void doesNotFollowALinkWhenStoringAFile() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        Path link = Files.createSymbolicLink(folder.resolve("log"), secret);

        assertThatThrownBy(() -> store.put("abcdefgh/log", link)).isInstanceOf(IOException.class);
    }

    @Test
    void whoSharesTheFolderHasTheSameStoreAndNobodyElse() throws IOException {
        String identity = store.identity();

        assertThat(store.identity()).isEqualTo(identity);
        assertThat(new DirectoryArtifactStore(root).identity()).isEqualTo(identity);
        assertThat(new DirectoryArtifactStore(folder.resolve("another")).identity())
                .isNotEqualTo(identity);
    }
}
