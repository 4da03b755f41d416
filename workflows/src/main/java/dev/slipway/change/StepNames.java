package dev.slipway.change;

import java.util.Locale;

/** Names of host steps: unique in a run and the same in each replay, so that a host knows a repeated step. */
final class StepNames {
    private final String tag;
    private int used;
    private String last = "";

    /** @param tag distinguishes executions with the same run key; empty for the first */
    StepNames(String tag) {
        this.tag = tag;
    }

    /** Such as {@code 1-generate}. */
    String next(Step step) {
        String name = ++used + "-" + step.name().toLowerCase(Locale.ROOT);
        last = tag.isEmpty() ? name : name + "-" + tag;
        return last;
    }

    /** The one that was given last; empty before the first. */
    String last() {
        return last;
    }
}
