/**
 * Git for workspaces. What lies in a working tree is data from strangers: its own Git directory, hooks, filters and
 * configuration are never read, and credentials go to the configured host only.
 */
@NullMarked
package dev.slipway.activities.git;

import org.jspecify.annotations.NullMarked;
