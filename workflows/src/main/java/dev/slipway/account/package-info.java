/** Accounts, and the pool that leases them and paces writes. */
package dev.slipway.account;
