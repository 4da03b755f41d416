/** A model endpoint in the form of Anthropic's Messages API, that plays from the script book. */
@NullMarked
package dev.slipway.sandbox.model;

import org.jspecify.annotations.NullMarked;
