/** What must not be pushed. */
package dev.slipway.scan;
