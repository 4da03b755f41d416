/** The port to builds and tests. */
@NullMarked
package dev.slipway.verification;

import org.jspecify.annotations.NullMarked;
