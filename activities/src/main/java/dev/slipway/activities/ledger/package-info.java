/** The ledger in SQLite or PostgreSQL: its schema, its writer, and what it tells. */
@NullMarked
package dev.slipway.activities.ledger;

import org.jspecify.annotations.NullMarked;
