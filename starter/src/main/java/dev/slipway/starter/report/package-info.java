/** What the ledger tells, as text, CSV, Markdown and JSON. */
@NullMarked
package dev.slipway.starter.report;

import org.jspecify.annotations.NullMarked;
