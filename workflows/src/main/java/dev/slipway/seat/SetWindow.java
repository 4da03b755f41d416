package dev.slipway.seat;

import static java.util.Objects.requireNonNull;

import dev.slipway.agent.WorkCategory;
import org.jspecify.annotations.Nullable;

/**
 * Update: a person changes the windows of a category while work runs.
 *
 * @param rule null for what configuration says
 * @param by who, for the record
 */
public record SetWindow(WorkCategory category, @Nullable WindowRule rule, String by) {
    /** Name of the update at the pool. */
    public static final String UPDATE = "setWindow";

    public SetWindow {
        requireNonNull(category, "category is null");
        requireNonNull(by, "by is null");
    }
}
