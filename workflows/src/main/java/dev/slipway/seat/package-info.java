/** Seats, and the pool that grants them with quota and budget in one decision. */
@NullMarked
package dev.slipway.seat;

import org.jspecify.annotations.NullMarked;
