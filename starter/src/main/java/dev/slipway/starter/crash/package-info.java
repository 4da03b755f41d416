/** Faults and kills on purpose, while a batch runs on a sandboxed stack, and what they left behind. */
@NullMarked
package dev.slipway.starter.crash;

import org.jspecify.annotations.NullMarked;
