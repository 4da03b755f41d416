package dev.slipway.settings.secret;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An RSA key in PEM: PKCS#1, as GitHub hands out those of Apps, or PKCS#8. */
public final class PrivateKeyPem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final String PKCS1 = "RSA PRIVATE KEY";
    private static final String PKCS8 = "PRIVATE KEY";
    /** Version 0 and the algorithm rsaEncryption, which PKCS#8 puts before what PKCS#1 says. */
    private static final byte[] ALGORITHM = HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

    private PrivateKeyPem() {}

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException which says what is there instead of a key, and nothing of its content
     */
    public static PrivateKey parse(Secret secret) {
        Matcher block = BLOCK.matcher(secret.reveal());
        if (!block.find()) {
            throw new IllegalArgumentException("holds no PEM: a block from '-----BEGIN " + PKCS1
                    + "-----' to '-----END " + PKCS1 + "-----' is needed");
        }
        String kind = block.group(1);
        if (!kind.equals(PKCS1) && !kind.equals(PKCS8)) {
            throw new IllegalArgumentException(
                    "holds '" + kind + "', which is no private RSA key without a passphrase");
        }
        if (block.group(2).contains("ENCRYPTED")) {
            throw new IllegalArgumentException("holds a key with a passphrase; GitHub's keys of Apps have none");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(block.group(2).strip());
            return KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(kind.equals(PKCS1) ? wrapped(der) : der));
        } catch (GeneralSecurityException | IllegalArgumentException broken) {
            throw new IllegalArgumentException("holds a PEM block that is no RSA key: it may be cut off or damaged");
        }
    }

    private static byte[] wrapped(byte[] pkcs1) {
        byte[] key = tagged(0x04, pkcs1);
        byte[] content = new byte[ALGORITHM.length + key.length];
        System.arraycopy(ALGORITHM, 0, content, 0, ALGORITHM.length);
        System.arraycopy(key, 0, content, ALGORITHM.length, key.length);
        return tagged(0x30, content);
    }

    /** DER: a tag, a length of its own length, the content. */
    private static byte[] tagged(int tag, byte[] content) {
        int bytes = content.length < 0x80 ? 0 : content.length < 0x100 ? 1 : content.length < 0x10000 ? 2 : 3;
        byte[] der = new byte[2 + bytes + content.length];
        der[0] = (byte) tag;
        der[1] = (byte) (bytes == 0 ? content.length : 0x80 | bytes);
        for (int i = 0; i < bytes; i++) {
            der[2 + i] = (byte) (content.length >> (8 * (bytes - 1 - i)));
        }
        System.arraycopy(content, 0, der, 2 + bytes, content.length);
        return der;
    }
}
