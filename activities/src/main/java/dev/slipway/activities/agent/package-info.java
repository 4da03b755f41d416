/** Coding agents as child processes behind one interface. */
@NullMarked
package dev.slipway.activities.agent;

import org.jspecify.annotations.NullMarked;
