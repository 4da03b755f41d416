/** What exists in the sandbox, who may touch it, and the journal that lets it survive a kill. */
@NullMarked
package dev.slipway.sandbox.world;

import org.jspecify.annotations.NullMarked;
