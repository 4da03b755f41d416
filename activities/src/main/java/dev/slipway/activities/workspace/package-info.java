/** Workspace sessions on this host: who holds a slot, what runs in a workspace, and what it came to. */
@NullMarked
package dev.slipway.activities.workspace;

import org.jspecify.annotations.NullMarked;
