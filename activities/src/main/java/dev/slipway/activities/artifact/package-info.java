/** Keeps logs, transcripts and excerpts, which histories only refer to. */
@NullMarked
package dev.slipway.activities.artifact;

import org.jspecify.annotations.NullMarked;
