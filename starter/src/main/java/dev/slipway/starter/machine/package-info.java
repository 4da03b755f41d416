/** What this machine has: toolchains, agents, isolation; and what is installed on it. */
@NullMarked
package dev.slipway.starter.machine;

import org.jspecify.annotations.NullMarked;
