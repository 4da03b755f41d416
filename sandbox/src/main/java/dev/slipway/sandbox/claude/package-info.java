/** Claude Code, played from the script book: what it prints, keeps and asks, at a fraction of its weight. */
@org.jspecify.annotations.NullMarked
package dev.slipway.sandbox.claude;
