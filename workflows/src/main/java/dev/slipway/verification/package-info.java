/** The port to builds and tests. */
package dev.slipway.verification;
