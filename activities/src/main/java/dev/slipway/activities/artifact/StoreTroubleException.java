package dev.slipway.activities.artifact;

import java.io.IOException;

/** The artifact store could not be reached or refused; its message says where it is, and what to do. */
public final class StoreTroubleException extends IOException {
    private static final long serialVersionUID = 1L;

    StoreTroubleException(String message, Throwable cause) {
        super(message, cause);
    }
}
