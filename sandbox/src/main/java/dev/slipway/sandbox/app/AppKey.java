package dev.slipway.sandbox.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The App's key, made when it is first needed. The file has the form in which GitHub hands keys out: PKCS#1. */
final class AppKey {
    private static final int BITS = 2048;
    private static final String BEGIN = "-----BEGIN RSA PRIVATE KEY-----";
    private static final String END = "-----END RSA PRIVATE KEY-----";
    /** Version and algorithm, which PKCS#8 says before what PKCS#1 says of a 2048-bit key. */
    private static final byte[] ALGORITHM = HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

    private final Path file;
    private @Nullable PublicKey publicKey;

    AppKey(Path file) {
        this.file = file;
    }

    /** The file with the private key, which only its owner reads. */
    synchronized Path file() {
        try {
            if (!Files.exists(file)) {
                make();
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    /** What its signatures are checked with. */
    synchronized PublicKey publicKey() {
        if (publicKey == null) {
            publicKey = read();
        }
        return publicKey;
    }

    private void make() throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(BITS);
        byte[] pkcs8 = generator.generateKeyPair().getPrivate().getEncoded();
        int head = 4 + ALGORITHM.length + 4;
        String pem = BEGIN + "\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(Arrays.copyOfRange(pkcs8, head, pkcs8.length))
                + "\n" + END + "\n";
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, pem);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private PublicKey read() {
        try {
            String pem = Files.readString(file()).replace(BEGIN, "").replace(END, "");
            byte[] pkcs1 = Base64.getMimeDecoder().decode(pem);
            byte[] octets = tagged(0x04, pkcs1);
            byte[] inner = Arrays.copyOf(ALGORITHM, ALGORITHM.length + octets.length);
            System.arraycopy(octets, 0, inner, ALGORITHM.length, octets.length);
            KeyFactory keys = KeyFactory.getInstance("RSA");
            var key = (RSAPrivateCrtKey) keys.generatePrivate(new PKCS8EncodedKeySpec(tagged(0x30, inner)));
            return keys.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(file + " is no key", e);
        }
    }

    /** With DER's tag and a length of two bytes in front. */
    private static byte[] tagged(int tag, byte[] content) {
        byte[] tagged = new byte[content.length + 4];
        tagged[0] = (byte) tag;
        tagged[1] = (byte) 0x82;
        tagged[2] = (byte) (content.length >> 8);
        tagged[3] = (byte) content.length;
        System.arraycopy(content, 0, tagged, 4, content.length);
        return tagged;
    }
}
