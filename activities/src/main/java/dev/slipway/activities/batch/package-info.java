/**
 * What a batch asks Temporal itself.
 */
@NullMarked
package dev.slipway.activities.batch;

import org.jspecify.annotations.NullMarked;
