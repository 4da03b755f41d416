/** Which Temporal server, and how it is had. */
@NullMarked
package dev.slipway.starter.engine;

import org.jspecify.annotations.NullMarked;
