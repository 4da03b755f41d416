package dev.slipway.settings.installation;

import static java.util.Objects.requireNonNull;

import dev.slipway.settings.secret.SecretRef;

/** How an account proves who it is. */
public sealed interface AccountCredential {
    /** The secret of it: the token, or the App's private key. */
    SecretRef secret();

    /** A personal access token. */
    record Token(SecretRef secret) implements AccountCredential {
        public Token {
            requireNonNull(secret, "secret is null");
        }
    }

    /**
     * A GitHub App's installation; its tokens are fetched by what the key signs.
     *
     * @param id the App's number
     * @param installation the number of its installation in one organisation
     * @param secret the private key, PEM as GitHub hands it out (PKCS#1) or PKCS#8
     */
    record App(long id, long installation, SecretRef secret) implements AccountCredential {
        public App {
            requireNonNull(secret, "secret is null");
        }
    }
}
