/** Batches and projects as commands see them: found, started, watched, told. */
@NullMarked
package dev.slipway.starter.run;

import org.jspecify.annotations.NullMarked;
