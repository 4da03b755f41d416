/** Starts strangers, agents and builds, isolated where the machine can, and ends them with all that they started. */
@NullMarked
package dev.slipway.activities.process;

import org.jspecify.annotations.NullMarked;
