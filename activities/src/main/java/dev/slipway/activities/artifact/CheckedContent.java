package dev.slipway.activities.artifact;

import dev.slipway.artifact.ArtifactRef;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Fails at the end of the content where it is not the one that the reference names. */
final class CheckedContent extends FilterInputStream {
    private final ArtifactRef ref;
    private final MessageDigest digest = sha256();
    private boolean compared;

    CheckedContent(InputStream content, ArtifactRef ref) {
        super(content);
        this.ref = ref;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
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
            compared = true;
            if (!hex(digest).equals(ref.sha256())) {
                throw new IOException("the content of " + ref.uri() + " has changed since it was stored");
            }
        }
        return count;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
