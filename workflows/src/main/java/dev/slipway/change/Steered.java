package dev.slipway.change;

import dev.slipway.run.RunState;

/**
 * What came of a {@link Steering}.
 *
 * @param changed false where it was so already
 * @param text for people, to follow the run's name: {@code pauses after its step generate}
 * @param state of the run at that moment
 */
public record Steered(boolean changed, String text, RunState state) {}
