package dev.slipway.sandbox.fault;

/** What can be said about some kinds of faults and not about others. */
enum Setting {
    STATUS("status"),
    RETRY_AFTER("retryAfter"),
    DELAY("delay"),
    RESETS_IN("resetsIn"),
    AT("at");

    private final String key;

    Setting(String key) {
        this.key = key;
    }

    /** Its name in JSON. */
    String key() {
        return key;
    }
}
