/** Replays of histories against the workflow code of this build. */
@NullMarked
package dev.slipway.starter.replay;

import org.jspecify.annotations.NullMarked;
