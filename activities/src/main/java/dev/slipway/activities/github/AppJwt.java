package dev.slipway.activities.github;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * Signs as a GitHub App.
 *
 * @see <a href="https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app">GitHub's rules</a>
 */
final class AppJwt {
    /** GitHub's advice against clocks that differ. */
    private static final Duration BACK = Duration.ofSeconds(60);
    /** GitHub takes ten minutes at most. */
    private static final Duration AHEAD = Duration.ofMinutes(8);

    private AppJwt() {}

    /** A token that says who the App is. Not to be logged: whoever has it acts as the App until it expires. */
    static String sign(long app, PrivateKey key, Instant now) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String claims = "{\"iat\":" + now.minus(BACK).getEpochSecond() + ",\"exp\":"
                + now.plus(AHEAD).getEpochSecond() + ",\"iss\":\"" + app + "\"}";
        String signed = base64.encodeToString("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(UTF_8)) + "."
                + base64.encodeToString(claims.getBytes(UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(UTF_8));
            return signed + "." + base64.encodeToString(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java signs with RSA", impossible);
        }
    }
}
