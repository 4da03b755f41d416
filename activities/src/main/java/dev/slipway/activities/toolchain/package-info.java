/** Finds, installs and runs toolchains on this machine. */
@NullMarked
package dev.slipway.activities.toolchain;

import org.jspecify.annotations.NullMarked;
