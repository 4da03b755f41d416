/** The road that every change takes, and what it says on the way. */
@NullMarked
package dev.slipway.change;

import org.jspecify.annotations.NullMarked;
