package dev.slipway.sandbox.book;

/** The book has no answer to a prompt; the message says what is missing. */
public final class NotInTheBookException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotInTheBookException(String message) {
        super(message);
    }
}
