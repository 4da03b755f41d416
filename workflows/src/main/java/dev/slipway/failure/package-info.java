/** The one vocabulary of failures. */
@NullMarked
package dev.slipway.failure;

import org.jspecify.annotations.NullMarked;
