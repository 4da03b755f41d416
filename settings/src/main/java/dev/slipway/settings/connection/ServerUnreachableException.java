package dev.slipway.settings.connection;

/** Temporal does not answer, or not usefully: the message says what was tried and what to do. The starter exits with 3. */
public final class ServerUnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ServerUnreachableException(String message) {
        super(message);
    }

    public ServerUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
