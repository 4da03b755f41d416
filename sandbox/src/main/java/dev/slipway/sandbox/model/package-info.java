/** A model endpoint in the forms of Anthropic's Messages API and OpenAI's Responses API, that plays from the script book. */
@NullMarked
package dev.slipway.sandbox.model;

import org.jspecify.annotations.NullMarked;
