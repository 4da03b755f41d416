/** The command line: one class a subcommand. */
@NullMarked
package dev.slipway.starter.command;

import org.jspecify.annotations.NullMarked;
