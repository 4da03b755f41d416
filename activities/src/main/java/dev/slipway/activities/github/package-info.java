/**
 * GitHub over its REST API. Writes have one attempt, the client retries nothing: Temporal does.
 */
@NullMarked
package dev.slipway.activities.github;

import org.jspecify.annotations.NullMarked;
