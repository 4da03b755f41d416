/** The local stack: server, sandbox and workers as background processes. */
@NullMarked
package dev.slipway.starter.stack;

import org.jspecify.annotations.NullMarked;
