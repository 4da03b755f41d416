/** What must not be pushed. */
@NullMarked
package dev.slipway.scan;

import org.jspecify.annotations.NullMarked;
