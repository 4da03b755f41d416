/** A GitHub on loopback that keeps its data on disk. */
@NullMarked
package dev.slipway.sandbox;

import org.jspecify.annotations.NullMarked;
