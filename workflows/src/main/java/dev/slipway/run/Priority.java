package dev.slipway.run;

/** Order among what is waiting. */
public enum Priority {
    URGENT(1),
    HIGH(2),
    MEDIUM(3),
    LOW(4);

    private final int key;

    Priority(int key) {
        this.key = key;
    }

    /** Temporal's priority key: 1 goes first. */
    public int key() {
        return key;
    }
}
