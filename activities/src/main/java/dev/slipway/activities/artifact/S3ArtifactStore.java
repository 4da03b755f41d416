package dev.slipway.activities.artifact;

import dev.slipway.artifact.ArtifactRef;
import dev.slipway.settings.installation.S3Location;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Artifacts as objects of an S3-compatible store, for any number of hosts. A URI is {@code s3://}, bucket, prefix and
 * key; the digest is kept with the object. Content is streamed, and never held in memory.
 */
public final class S3ArtifactStore implements ArtifactStore {
    private static final String DIGEST = "sha256";
    private static final int NOT_FOUND = 404;

    private final S3Location location;
    private final S3Client client;

    S3ArtifactStore(S3Location location, S3Client client) {
        this.location = location;
        this.client = client;
    }

    @Override
    public ArtifactRef put(String key, Path file) throws IOException {
        // A copy of a file that still grows would not have the size that was announced: what is read is what was
        // measured.
        long size = Files.size(file);
        return put(key, size, () -> new FirstBytes(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), size));
    }

    @Override
    public ArtifactRef put(String key, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return put(key, bytes.length, () -> new ByteArrayInputStream(bytes));
    }

    private interface Content {
        InputStream open() throws IOException;
    }

    private ArtifactRef put(String key, long size, Content content) throws IOException {
        String object = object(key);
        String sha256 = digest(content);
        ContentStreamProvider streams = ContentStreamProvider.fromInputStreamSupplier(() -> {
            try {
                return content.open();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        try {
            client.putObject(
                    request -> request.bucket(location.bucket()).key(object).metadata(Map.of(DIGEST, sha256)),
                    RequestBody.fromContentProvider(streams, size, "application/octet-stream"));
        } catch (SdkException e) {
            throw trouble("store", key, e);
        }
        return new ArtifactRef(uri(key), size, sha256);
    }

    @Override
    public String text(ArtifactRef ref) throws IOException {
        try (InputStream content = open(ref)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public InputStream open(ArtifactRef ref) throws IOException {
        String base = location.shortUrl() + "/";
        if (!ref.uri().startsWith(base)) {
            throw new IOException("'" + ref.uri() + "' is of another artifact store than " + location.shortUrl());
        }
        String key = ref.uri().substring(base.length());
        String object = object(key);
        try {
            return new CheckedContent(
                    client.getObject(
                            request -> request.bucket(location.bucket()).key(object)),
                    ref);
        } catch (NoSuchKeyException e) {
            throw missing(ref, e);
        } catch (SdkException e) {
            throw trouble("read", key, e);
        }
    }

    private IOException missing(ArtifactRef ref, NoSuchKeyException cause) {
        IOException missing =
                new NoSuchFileException(ref.uri(), null, "not in the artifact store " + location.shortUrl());
        missing.initCause(cause);
        return missing;
    }

    @Override
    public Optional<ArtifactRef> find(String key) throws IOException {
        String object = object(key);
        HeadObjectResponse head;
        try {
            head = client.headObject(
                    request -> request.bucket(location.bucket()).key(object));
        } catch (SdkException e) {
            if (e instanceof S3Exception answer && answer.statusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw trouble("look for", key, e);
        }
        String sha256 = head.metadata().get(DIGEST);
        if (sha256 == null) {
            throw new IOException("the object " + uri(key) + " was not stored by Slipway: it has no '" + DIGEST
                    + "' in its metadata. Give Slipway a prefix of its own in stores.artifacts");
        }
        return Optional.of(new ArtifactRef(uri(key), head.contentLength(), sha256));
    }

    @Override
    public boolean local() {
        return false;
    }

    /** Bucket and prefix: one store may have several addresses, one for each network that it is reached from. */
    @Override
    public String identity() {
        return location.shortUrl();
    }

    private String object(String key) {
        return location.objectKey(String.join("/", ArtifactKey.segments(key)));
    }

    private String uri(String key) {
        return location.shortUrl() + "/" + key;
    }

    private static String digest(Content content) throws IOException {
        MessageDigest digest = CheckedContent.sha256();
        try (InputStream read = new DigestInputStream(content.open(), digest)) {
            read.transferTo(OutputStream.nullOutputStream());
        }
        return CheckedContent.hex(digest);
    }

    private StoreTroubleException trouble(String deed, String key, SdkException failure) {
        String where =
                location.endpoint() == null ? "Amazon S3" : location.endpoint().toString();
        String hint = "Check 'stores' in the configuration, and that the store runs";
        if (failure instanceof S3Exception answer) {
            hint = switch (answer.statusCode()) {
                case 401, 403 -> "Check stores.access_key and stores.secret_key, and that they may use the bucket";
                case NOT_FOUND -> "Make the bucket '" + location.bucket() + "', or correct stores.artifacts";
                default -> hint;
            };
        }
        return new StoreTroubleException(
                "can't " + deed + " '" + key + "' in " + location.shortUrl() + " at " + where + ": "
                        + failure.getMessage() + ". " + hint,
                failure);
    }
}
