package dev.slipway.sandbox.model;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A tool that the model called earlier in a conversation.
 *
 * @param failed whether the client answered with an error, or not at all
 * @param answer what it answered
 */
record ToolCall(String name, JsonNode input, boolean failed, String answer) {}
