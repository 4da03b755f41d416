/** GitHub's REST routes, one class a feature, and the JSON they answer. */
@NullMarked
package dev.slipway.sandbox.api;

import org.jspecify.annotations.NullMarked;
