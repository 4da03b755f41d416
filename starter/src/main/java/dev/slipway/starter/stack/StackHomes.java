package dev.slipway.starter.stack;

import dev.slipway.settings.path.SlipwayHome;

/**
 * Two stacks can run side by side, each with a server, workers and logs of its own: the user's, and the sandboxed one of
 * {@code demo} and {@code run --sandbox}. They share nothing but the cache: no worker with real credentials ever sees a
 * sandboxed project, and no sandboxed worker a real one.
 */
public final class StackHomes {
    private StackHomes() {}

    /** The home of the sandboxed stack. */
    public static SlipwayHome sandboxed(SlipwayHome user) {
        return new SlipwayHome(user.state().resolve("sandboxed"), user.cache(), user.config());
    }

    /** The home of a further worker on this machine: a host of its own, with workspaces of its own and the stack's artifacts and ledger. */
    static SlipwayHome worker(SlipwayHome stack, int number) {
        return number == 1
                ? stack
                : new SlipwayHome(
                        stack.state().resolve("worker-" + number),
                        stack.cache(),
                        stack.config(),
                        stack.artifacts(),
                        stack.ledger());
    }
}
