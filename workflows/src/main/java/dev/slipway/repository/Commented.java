package dev.slipway.repository;

/**
 * A comment that is there.
 *
 * @param written whether this call created or changed it
 * @param requests REST requests that this call spent
 */
public record Commented(String url, boolean written, int requests) {}
