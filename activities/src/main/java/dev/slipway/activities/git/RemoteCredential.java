package dev.slipway.activities.git;

import dev.slipway.settings.secret.Secret;
import io.temporal.failure.ApplicationFailure;

/** Who asks a remote. */
@FunctionalInterface
public interface RemoteCredential {
    /** The token, asked for before each connection, sent as a header, kept nowhere. */
    Secret token();

    /**
     * The remote refused a connection with this token.
     *
     * @return whether {@link #token} gives another one now, and the connection is worth another try
     */
    default boolean refused(Secret token, ApplicationFailure why) {
        return false;
    }

    /** A push comes: the token for it should be able to do what was granted after one was declined. */
    default void beforePush() {}

    /** The remote did not take what was pushed; perhaps for a permission that the token lacks. */
    default void declined() {}
}
