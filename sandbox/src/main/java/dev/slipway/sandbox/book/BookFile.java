package dev.slipway.sandbox.book;

/**
 * A file that an entry writes.
 *
 * @param path relative to the working directory
 */
public record BookFile(String path, String content) {}
