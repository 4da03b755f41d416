package dev.slipway.sandbox.fault;

/** A fault that cannot be set: the key that is wrong, and what is wrong with it. */
final class FaultProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String key;

    FaultProblem(String key, String message) {
        super(message, null, false, false);
        this.key = key;
    }

    String key() {
        return key;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
