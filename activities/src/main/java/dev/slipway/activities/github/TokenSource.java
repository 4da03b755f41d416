package dev.slipway.activities.github;

import dev.slipway.settings.secret.Secret;
import java.io.IOException;

/** An account's token, for as long as it is good. */
interface TokenSource {
    /**
     * The token.
     *
     * @throws Refusal where GitHub gives none
     * @throws io.temporal.failure.ApplicationFailure {@code NOT_CONFIGURED} where this machine has not the secret
     */
    Secret token() throws IOException;

    /** One that reaches that repository and no other, where the account can have such a token. */
    default Secret token(String repository) throws IOException {
        return token();
    }

    /** GitHub does not take this token any more. @return whether asking again gives another */
    default boolean refused(Secret token) {
        return false;
    }
}
