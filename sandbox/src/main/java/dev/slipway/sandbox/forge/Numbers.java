package dev.slipway.sandbox.forge;

import dev.slipway.sandbox.world.Issue;
import dev.slipway.sandbox.world.Repository;
import dev.slipway.sandbox.world.World;

/** The numbers that issues and pull requests of a repository share. */
public final class Numbers {
    private Numbers() {}

    /** The next free one; only inside a transaction is it safe to use. */
    public static int next(World world, Repository repository) {
        return 1
                + world.issues().within(repository.id()).stream()
                        .mapToInt(Issue::number)
                        .max()
                        .orElse(0);
    }
}
