package dev.slipway.starter.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.ObjectDirectoryPackParser;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.transport.PackParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitPacksTest {
    private static final String TOKEN = "made-up-2f9c81d07be34a56";
    private static final String FILLING = new Random(7)
            .ints(40_000, 'a', 'z')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();

    @TempDir
    Path folder;

    private final SecretSearch search = new SecretSearch(List.of(TOKEN));

    @BeforeEach
    void aRepository() throws IOException {
        try (FileRepository repository =
                new FileRepository(folder.resolve("git").toFile())) {
            repository.create(true);
        }
    }

    @Test
    void findsATokenInAnObjectThatNoRefReaches() throws IOException {
        pack("password: " + TOKEN, "something else");

        assertThat(search.in(folder, file -> false).found())
                .extracting(SecretSearch.Found::file)
                .containsExactly(packs());
        assertThat(search.in(folder, file -> false).unread()).isEmpty();
    }

    @Test
    void findsATokenInALooseObject() throws IOException {
        try (FileRepository repository =
                        new FileRepository(folder.resolve("git").toFile());
                ObjectInserter inserter = repository.newObjectInserter()) {
            inserter.insert(Constants.OBJ_BLOB, TOKEN.getBytes(StandardCharsets.UTF_8));
            inserter.flush();
        }

        assertThat(search.in(folder, file -> false).times()).isEqualTo(1);
    }

    @Test
    void findsATokenThatStandsOnlyInADelta() throws IOException {
        // The second differs from the first in the token alone: it is stored as that difference.
        pack(FILLING, FILLING.substring(0, 20_000) + TOKEN.substring(0, 12) + FILLING.substring(20_000));
        assertThat(search.in(folder, file -> false).times()).isZero();

        pack(FILLING, FILLING.substring(0, 20_000) + TOKEN + FILLING.substring(20_000));
        assertThat(search.in(folder, file -> false).times()).isEqualTo(1);
    }

    @Test
    void findsATokenInAPackThatWasBeingReceived() throws IOException {
        byte[] pack = written(TOKEN + FILLING, "something else " + FILLING);
        Files.write(packs().resolve("incoming_123.pack"), Arrays.copyOf(pack, pack.length - 100));

        SecretSearch.Findings findings = search.in(folder, file -> false);

        assertThat(findings.times()).isEqualTo(1);
        assertThat(findings.unread()).isEmpty();
    }

    @Test
    void saysThatAPackCanNotBeRead() throws IOException {
        pack(FILLING + TOKEN, "something else");
        Path pack;
        try (var files = Files.newDirectoryStream(packs(), "*.pack")) {
            pack = files.iterator().next();
        }
        byte[] content = Files.readAllBytes(pack);
        Arrays.fill(content, 20, content.length - 40, (byte) 0x11);
        pack.toFile().setWritable(true);
        Files.write(pack, content);

        assertThat(search.in(folder, file -> false).unread())
                .extracting(SecretSearch.Unread::file)
                .contains(packs());
    }

    private Path packs() {
        return folder.resolve("git/objects/pack");
    }

    /** Stores them as a client's push does, in a pack with an index; no ref names them. */
    private void pack(String... blobs) throws IOException {
        byte[] pack = written(blobs);
        try (FileRepository repository =
                        new FileRepository(folder.resolve("git").toFile());
                ObjectInserter inserter = repository.newObjectInserter()) {
            PackParser parser = inserter.newPackParser(new java.io.ByteArrayInputStream(pack));
            assertThat(parser).isInstanceOf(ObjectDirectoryPackParser.class);
            parser.setAllowThin(false);
            parser.parse(NullProgressMonitor.INSTANCE);
            inserter.flush();
        }
    }

    private byte[] written(String... blobs) throws IOException {
        Path elsewhere = Files.createTempDirectory(folder.getParent(), "source");
        try (FileRepository source = new FileRepository(elsewhere.toFile())) {
            source.create(true);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (ObjectInserter inserter = source.newObjectInserter();
                    PackWriter writer = new PackWriter(source)) {
                Set<ObjectId> objects = new java.util.LinkedHashSet<>();
                for (String blob : blobs) {
                    objects.add(inserter.insert(Constants.OBJ_BLOB, blob.getBytes(StandardCharsets.UTF_8)));
                }
                inserter.flush();
                writer.preparePack(NullProgressMonitor.INSTANCE, objects, Set.of());
                writer.writePack(NullProgressMonitor.INSTANCE, NullProgressMonitor.INSTANCE, out);
            }
            return out.toByteArray();
        }
    }
}
