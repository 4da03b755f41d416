package dev.slipway.run;

/** Task queues. */
public final class TaskQueues {
    /** Workflow tasks. */
    public static final String WORKFLOWS = "slipway";

    /** Short network calls: GitHub, Temporal. */
    public static final String GITHUB = "slipway-github";

    /** Opening a workspace on any host with a free slot. */
    public static final String WORK = "slipway-work";

    /** Before a host's id: that host's queue. */
    public static final String HOST_PREFIX = "slipway-host-";

    private TaskQueues() {}

    /** Everything in a workspace of that host. */
    public static String host(HostId host) {
        return HOST_PREFIX + host;
    }
}
