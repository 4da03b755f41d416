/** The way to the server, for commands. */
@NullMarked
package dev.slipway.starter.connection;

import org.jspecify.annotations.NullMarked;
