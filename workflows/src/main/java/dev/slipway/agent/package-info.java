/** The port to coding agents. */
@NullMarked
package dev.slipway.agent;

import org.jspecify.annotations.NullMarked;
