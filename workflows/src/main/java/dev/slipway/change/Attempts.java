package dev.slipway.change;

/** How often the work may still be tried again before only a person can help. */
final class Attempts {
    private final int most;
    private int used;

    /** @param most further attempts after the first that failed */
    Attempts(int most) {
        this.most = most;
    }

    /**
     * Uses up one.
     *
     * @param why the last attempt failed, for people
     * @throws NeedsAttention when none is left
     */
    void spend(Step step, String why) {
        if (used >= most) {
            throw new NeedsAttention(step, "after " + (used + 1) + (used == 0 ? " attempt: " : " attempts: ") + why);
        }
        used++;
    }

    /** A person asked to try again. */
    void renew() {
        used = 0;
    }
}
