package dev.slipway.activities.artifact;

import dev.slipway.artifact.ArtifactRef;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.UUID;

/**
 * Artifacts as files below one folder, for a single host. A URI is {@code artifact:} and the key. Each write is whole or
 * not there at all, also after a power cut.
 */
public final class DirectoryArtifactStore implements ArtifactStore {
    private static final String SCHEME = "artifact:";
    /** No key can name it: segments don't begin with a dot. */
    private static final String IDENTITY = ".store-id";

    private final Path root;

    public DirectoryArtifactStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public ArtifactRef put(String key, Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return put(key, content);
        }
    }

    @Override
    public ArtifactRef put(String key, String text) throws IOException {
        return put(key, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private ArtifactRef put(String key, InputStream content) throws IOException {
        Path target = path(key);
        Files.createDirectories(target.getParent());
        Path unfinished = Files.createTempFile(target.getParent(), ".", ".unfinished");
        try {
            MessageDigest digest = CheckedContent.sha256();
            long size;
            try (OutputStream out = new DigestOutputStream(Files.newOutputStream(unfinished), digest)) {
                size = content.transferTo(out);
            }
            try (FileChannel written = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new ArtifactRef(SCHEME + key, size, CheckedContent.hex(digest));
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    @Override
    public String text(ArtifactRef ref) throws IOException {
        try (InputStream content = open(ref)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public InputStream open(ArtifactRef ref) throws IOException {
        if (!ref.uri().startsWith(SCHEME)) {
            throw new IOException("'" + ref.uri() + "' is of another artifact store than the folder " + root);
        }
        Path file = path(ref.uri().substring(SCHEME.length()));
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(ref.uri(), null, "not in the artifact store " + root);
        }
        return new CheckedContent(Files.newInputStream(file), ref);
    }

    @Override
    public Optional<ArtifactRef> find(String key) throws IOException {
        Path file = path(key);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        MessageDigest digest = CheckedContent.sha256();
        long size;
        try (InputStream content = new DigestInputStream(Files.newInputStream(file), digest)) {
            size = content.transferTo(OutputStream.nullOutputStream());
        }
        return Optional.of(new ArtifactRef(SCHEME + key, size, CheckedContent.hex(digest)));
    }

    @Override
    public boolean local() {
        return true;
    }

    /** The id that the folder was given when it was first asked for: hosts that share the folder find the same one. */
    @Override
    public synchronized String identity() throws IOException {
        Files.createDirectories(root);
        try (FileChannel channel = FileChannel.open(
                root.resolve(IDENTITY), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            // Held until the channel is closed.
            channel.lock();
            ByteBuffer kept = ByteBuffer.allocate(64);
            channel.read(kept, 0);
            String id = new String(kept.array(), 0, kept.position(), StandardCharsets.US_ASCII).strip();
            if (id.isEmpty()) {
                id = UUID.randomUUID().toString();
                channel.write(ByteBuffer.wrap(id.getBytes(StandardCharsets.US_ASCII)), 0);
                channel.force(true);
            }
            return "folder " + id;
        }
    }

    private Path path(String key) {
        Path path = root;
        for (String segment : ArtifactKey.segments(key)) {
            path = path.resolve(segment);
        }
        return path;
    }
}
