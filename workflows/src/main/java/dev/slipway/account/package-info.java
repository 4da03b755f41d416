/** Accounts, and the pool that leases them and paces writes. */
@NullMarked
package dev.slipway.account;

import org.jspecify.annotations.NullMarked;
