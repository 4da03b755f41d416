/** What the pools of accounts and of seats have in common. */
@NullMarked
package dev.slipway.pool;

import org.jspecify.annotations.NullMarked;
