package dev.slipway.change;

/**
 * Signal: a person's choice.
 *
 * @param by who, for the record
 */
public record Chosen(Choice choice, String by) {}
