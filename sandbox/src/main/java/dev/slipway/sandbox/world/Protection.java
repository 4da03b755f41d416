package dev.slipway.sandbox.world;

import java.util.List;

/**
 * What a branch asks of the pull requests that are merged into it.
 *
 * @param checks names of statuses or check runs that must have succeeded for the head; empty for none
 * @param strict whether the head must hold the branch's newest commit; has no effect without checks, as on GitHub
 * @param forAdmins whether all this holds for the repository's admins too
 */
public record Protection(
        long id, long repository, String branch, List<String> checks, boolean strict, boolean forAdmins)
        implements Entity {
    public Protection {
        checks = List.copyOf(checks);
    }

    @Override
    public long scope() {
        return repository;
    }
}
