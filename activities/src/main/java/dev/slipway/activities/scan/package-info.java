/**
 * Looks for secrets in what is about to be pushed.
 */
@NullMarked
package dev.slipway.activities.scan;

import org.jspecify.annotations.NullMarked;
