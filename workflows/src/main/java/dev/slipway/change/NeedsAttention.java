package dev.slipway.change;

/** The road can't go on without a person. Thrown inside a change only; it never leaves the workflow. */
final class NeedsAttention extends RuntimeException {
    private final Step step;

    /**
     * @param step where it stopped
     * @param reason for people, without prompt text
     */
    NeedsAttention(Step step, String reason) {
        super(reason);
        this.step = step;
    }

    Step step() {
        return step;
    }

    String reason() {
        return getMessage();
    }
}
