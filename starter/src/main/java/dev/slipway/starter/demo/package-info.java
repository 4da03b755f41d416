/** The demo: six projects from nothing to pull requests, on this machine alone. */
@NullMarked
package dev.slipway.starter.demo;

import org.jspecify.annotations.NullMarked;
