/** Builds and tests workspaces of this host. */
@NullMarked
package dev.slipway.activities.verification;

import org.jspecify.annotations.NullMarked;
