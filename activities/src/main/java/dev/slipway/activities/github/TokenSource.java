package dev.slipway.activities.github;

import dev.slipway.settings.secret.Secret;
import java.io.IOException;

/** An account's tokens, each for as long as it is good. A personal access token is the same for everything. */
interface TokenSource {
    /**
     * One that reaches all that the account reaches.
     *
     * @throws Refusal where GitHub gives none
     * @throws io.temporal.failure.ApplicationFailure {@code NOT_CONFIGURED} where this machine has not the secret, {@code
     *     ACCOUNT_RATE_LIMITED} where GitHub may not be asked for one now
     */
    Secret token() throws IOException;

    /** One for Git that reaches that repository and no other, where the account can have such a token. */
    default Secret forGit(String repository) throws IOException {
        return token();
    }

    /**
     * One for the REST API that reaches that repository and no other, where the account can have such a token.
     *
     * @param looked whether it is only asked whether the repository is there: then none is fetched for that
     */
    default Secret forRest(String repository, boolean looked) throws IOException {
        return token();
    }

    /** GitHub does not take this token any more. @return whether asking again gives another */
    default boolean refused(Secret token) {
        return false;
    }

    /** Tokens for that repository are fetched anew: it is another one of the same name. */
    default void forget(String repository) {}

    /** A write there was refused for want of a permission. */
    default void lacks(String repository) {}

    /** A write there comes: where one was refused, the token for it has what was granted meanwhile. */
    default void beforeWrite(String repository) {}
}
