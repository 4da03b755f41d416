package dev.slipway.sandbox.world;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The branch side of a pull request; title, body and state are in the {@link Issue} of the same number.
 *
 * @param headSha the head commit when last seen; while it is open the branch itself is asked
 * @param runKey the run that its body or branch named when it was opened
 */
public record Pull(
        long id,
        long repository,
        int number,
        String head,
        String headSha,
        String base,
        String baseSha,
        boolean draft,
        @Nullable String runKey,
        @Nullable Merge merge)
        implements Entity {

    /** @param sha the commit that brought it into the base branch */
    public record Merge(Instant at, String by, String sha) {}

    @Override
    public long scope() {
        return repository;
    }

    public boolean merged() {
        return merge != null;
    }

    public Pull withTips(String newHeadSha, String newBaseSha) {
        return new Pull(id, repository, number, head, newHeadSha, base, newBaseSha, draft, runKey, merge);
    }

    public Pull withBase(String newBase, String newBaseSha) {
        return new Pull(id, repository, number, head, headSha, newBase, newBaseSha, draft, runKey, merge);
    }

    public Pull merged(Merge newMerge) {
        return new Pull(id, repository, number, head, headSha, base, baseSha, draft, runKey, newMerge);
    }
}
