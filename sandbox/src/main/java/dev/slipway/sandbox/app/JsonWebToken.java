package dev.slipway.sandbox.app;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.sandbox.world.Json;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * A JWT as an App signs it, and what GitHub has against it.
 *
 * @see <a href="https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app">GitHub's rules</a>
 */
record JsonWebToken(JsonNode header, JsonNode claims, String signed, byte[] signature) {
    private static final Duration LONGEST = Duration.ofMinutes(10);
    /** GitHub's own clocks differ by some seconds. */
    private static final Duration LEEWAY = Duration.ofSeconds(5);

    /** Reads one; empty for what has not its form. */
    static Optional<JsonWebToken> parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            Base64.Decoder base64 = Base64.getUrlDecoder();
            return Optional.of(new JsonWebToken(
                    Json.MAPPER.readTree(base64.decode(parts[0])),
                    Json.MAPPER.readTree(base64.decode(parts[1])),
                    parts[0] + "." + parts[1],
                    base64.decode(parts[2])));
        } catch (IllegalArgumentException | IOException e) {
            return Optional.empty();
        }
    }

    /** What is wrong with it, in GitHub's words; empty when it is good. */
    Optional<String> problem(long app, PublicKey key, Instant now) {
        if (!header.path("alg").asText().equals("RS256") || !verified(key)) {
            return Optional.of("A JSON web token could not be decoded");
        }
        if (claims.path("iss").asLong() != app) {
            return Optional.of("'Issuer' claim ('iss') must be an Integer");
        }
        JsonNode expires = claims.path("exp");
        if (!expires.canConvertToLong()
                || !Instant.ofEpochSecond(expires.asLong()).isAfter(now)) {
            return Optional.of("'Expiration time' claim ('exp') must be a numeric value representing the future time at"
                    + " which the assertion expires");
        }
        if (Instant.ofEpochSecond(expires.asLong()).isAfter(now.plus(LONGEST).plus(LEEWAY))) {
            return Optional.of("'Expiration time' claim ('exp') is too far in the future");
        }
        JsonNode issued = claims.path("iat");
        if (!issued.canConvertToLong() || Instant.ofEpochSecond(issued.asLong()).isAfter(now.plus(LEEWAY))) {
            return Optional.of(
                    "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued");
        }
        return Optional.empty();
    }

    private boolean verified(PublicKey key) {
        try {
            Signature check = Signature.getInstance("SHA256withRSA");
            check.initVerify(key);
            check.update(signed.getBytes(US_ASCII));
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Without the signature, with which it would be a credential. */
    @Override
    public String toString() {
        return "JWT " + claims;
    }
}
