/** The script book: what the sandbox's agent and model answer to Slipway's prompts. */
@NullMarked
package dev.slipway.sandbox.book;

import org.jspecify.annotations.NullMarked;
