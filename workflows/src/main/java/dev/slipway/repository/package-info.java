/** The port to GitHub's repositories and pull requests. */
@NullMarked
package dev.slipway.repository;

import org.jspecify.annotations.NullMarked;
