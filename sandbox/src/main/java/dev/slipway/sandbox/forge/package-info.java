/** Operations that change the world and a Git repository together. */
@NullMarked
package dev.slipway.sandbox.forge;

import org.jspecify.annotations.NullMarked;
