/**
 * Failures that activities throw.
 */
@NullMarked
package dev.slipway.activities.failure;

import org.jspecify.annotations.NullMarked;
