package dev.slipway.scan;

/**
 * Something that must not be pushed. Never holds the secret itself.
 *
 * @param rule id of the rule
 * @param line from 1
 * @param fingerprint stable for the same secret at the same place
 */
public record Finding(String rule, String path, int line, String fingerprint) {}
