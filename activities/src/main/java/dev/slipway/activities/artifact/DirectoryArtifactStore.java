package dev.slipway.activities.artifact;

import dev.slipway.artifact.ArtifactRef;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Artifacts as files below one folder, for a single host. A URI is {@code artifact:} and the key. Each write is whole or
 * not there at all, also after a power cut.
 */
public final class DirectoryArtifactStore implements ArtifactStore {
    private static final String SCHEME = "artifact:";
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,150}");

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
            MessageDigest digest = sha256();
            long size;
            try (OutputStream out = new DigestOutputStream(Files.newOutputStream(unfinished), digest)) {
                size = content.transferTo(out);
            }
            try (FileChannel written = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new ArtifactRef(SCHEME + key, size, HexFormat.of().formatHex(digest.digest()));
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
        return new Checked(Files.newInputStream(file), ref);
    }

    @Override
    public Optional<ArtifactRef> find(String key) throws IOException {
        Path file = path(key);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        MessageDigest digest = sha256();
        long size;
        try (InputStream content = new DigestInputStream(Files.newInputStream(file), digest)) {
            size = content.transferTo(OutputStream.nullOutputStream());
        }
        return Optional.of(new ArtifactRef(SCHEME + key, size, HexFormat.of().formatHex(digest.digest())));
    }

    @Override
    public boolean local() {
        return true;
    }

    private Path path(String key) {
        Path path = root;
        for (String segment : key.split("/", -1)) {
            if (!SEGMENT.matcher(segment).matches()) {
                throw new IllegalArgumentException("not an artifact's key: '" + key + "'");
            }
            path = path.resolve(segment);
        }
        return path;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Fails at the end of the content where it is not the one that the reference names. */
    private static final class Checked extends FilterInputStream {
        private final ArtifactRef ref;
        private final MessageDigest digest = sha256();
        private boolean compared;

        Checked(InputStream content, ArtifactRef ref) {
            super(content);
            this.ref = ref;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            if (count >= 0) {
                digest.update(bytes, offset, count);
            } else if (!compared) {
                compare();
            }
            return count;
        }

        private void compare() throws IOException {
            compared = true;
            if (!HexFormat.of().formatHex(digest.digest()).equals(ref.sha256())) {
                throw new IOException("the content of " + ref.uri() + " has changed since it was stored");
            }
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
