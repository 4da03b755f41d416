/** Names, ids and states that all features share. */
@NullMarked
package dev.slipway.run;

import org.jspecify.annotations.NullMarked;
