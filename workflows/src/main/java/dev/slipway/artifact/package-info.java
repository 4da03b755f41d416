/** References to what is too large for a history. */
package dev.slipway.artifact;
