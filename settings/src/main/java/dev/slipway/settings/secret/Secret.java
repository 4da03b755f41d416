package dev.slipway.settings.secret;

/**
 * A secret's value, resolved. It never prints itself.
 *
 * <p>Only the worker (and the starter's {@code check}) resolves secrets; workflows never see one.
 */
public final class Secret {
    private final String value;

    public Secret(String value) {
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("the secret is empty");
        }
        this.value = value;
    }

    /** The value itself, for the one place that sends it. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "***";
    }
}
