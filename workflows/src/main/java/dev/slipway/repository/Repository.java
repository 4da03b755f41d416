package dev.slipway.repository;

/**
 * A repository that is there.
 *
 * @param url for people
 * @param cloneUrl for Git, without credentials
 * @param created whether this call created it
 * @param requests REST requests that this call spent
 */
public record Repository(
        RepositoryId id, String url, String cloneUrl, String defaultBranch, boolean created, int requests) {}
