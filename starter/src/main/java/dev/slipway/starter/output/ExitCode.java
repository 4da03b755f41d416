package dev.slipway.starter.output;

/** How the command line ends. */
public final class ExitCode {
    /** Done. */
    public static final int DONE = 0;
    /** The work failed, or needs people. */
    public static final int WORK_FAILED = 1;
    /** Wrong usage or configuration. */
    public static final int WRONG_USAGE = 2;
    /** The Temporal server can't be reached. */
    public static final int SERVER_OUT_OF_REACH = 3;
    /** It still runs: waiting for it was given up. */
    public static final int STILL_RUNNING = 8;

    private ExitCode() {}
}
