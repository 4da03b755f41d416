/** Projects run together, a bounded number at a time. */
@NullMarked
package dev.slipway.batch;

import org.jspecify.annotations.NullMarked;
