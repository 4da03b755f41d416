package dev.slipway.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.sandbox.app.GitHubApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/** Signs as the App does. */
final class AppJwt {
    private AppJwt() {}

    static String of(SandboxServer sandbox) {
        return of(
                sandbox.app().keyFile(),
                GitHubApp.ID,
                Instant.now().minusSeconds(30),
                Instant.now().plusSeconds(300));
    }

    static String of(Path keyFile, long issuer, Instant issued, Instant expires) {
        try {
            Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
            String signed = base64.encodeToString("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(UTF_8)) + "."
                    + base64.encodeToString("{\"iat\":%d,\"exp\":%d,\"iss\":\"%d\"}"
                            .formatted(issued.getEpochSecond(), expires.getEpochSecond(), issuer)
                            .getBytes(UTF_8));
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key(keyFile));
            signature.update(signed.getBytes(UTF_8));
            return signed + "." + base64.encodeToString(signature.sign());
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        byte[] pkcs1 = Base64.getMimeDecoder().decode(Files.readString(file).replaceAll("-----[A-Z ]+-----", ""));
        String hex = "020100300d06092a864886f70d0101010500" + "0482%04x".formatted(pkcs1.length)
                + HexFormat.of().formatHex(pkcs1);
        byte[] pkcs8 = HexFormat.of().parseHex("3082%04x".formatted(hex.length() / 2) + hex);
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }
}
