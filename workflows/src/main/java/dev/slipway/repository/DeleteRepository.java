package dev.slipway.repository;

import dev.slipway.account.AccountLease;
import dev.slipway.account.WriteSlots;

/**
 * Remove a repository that this project created (it carries the marker) and that nobody else has worked in.
 */
public record DeleteRepository(RepositoryId repository, String marker, AccountLease lease, WriteSlots writes) {}
