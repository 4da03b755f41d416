/**
 * The port to the ledger: what is remembered of runs when Temporal has forgotten them. It depends on ids only, so that
 * every feature may write to it.
 */
@NullMarked
package dev.slipway.ledger;

import org.jspecify.annotations.NullMarked;
