/** References to what is too large for a history. */
@NullMarked
package dev.slipway.artifact;

import org.jspecify.annotations.NullMarked;
