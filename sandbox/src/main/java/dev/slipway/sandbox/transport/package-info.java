/** Git over smart HTTP: who may fetch and push, and what GitHub refuses in a push. */
@NullMarked
package dev.slipway.sandbox.transport;

import org.jspecify.annotations.NullMarked;
