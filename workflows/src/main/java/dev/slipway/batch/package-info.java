/** Projects run together, a bounded number at a time. */
package dev.slipway.batch;
