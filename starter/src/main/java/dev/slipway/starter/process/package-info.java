/** Processes that the starter leaves running in the background, and what it remembers of them. */
@NullMarked
package dev.slipway.starter.process;

import org.jspecify.annotations.NullMarked;
