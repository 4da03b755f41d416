/** The port to working trees on hosts. */
@NullMarked
package dev.slipway.workspace;

import org.jspecify.annotations.NullMarked;
