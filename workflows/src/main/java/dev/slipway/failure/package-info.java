/** The one vocabulary of failures. */
package dev.slipway.failure;
