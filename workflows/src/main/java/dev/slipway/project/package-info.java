/** Something built from nothing, in a repository of its own. */
@NullMarked
package dev.slipway.project;

import org.jspecify.annotations.NullMarked;
