/** Bare repositories on disk, and the Git work GitHub does on its side: merges, diffs, commits made through the API. */
@NullMarked
package dev.slipway.sandbox.git;

import org.jspecify.annotations.NullMarked;
