/** The road that every change takes, and what it says on the way. */
package dev.slipway.change;
