package dev.slipway.starter.output;

import java.util.List;

/** Ends a command with an exit code and words for people; never shown with a stack trace. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandFailure(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** Wrong usage or configuration. */
    public static CommandFailure wrongUsage(String message) {
        return new CommandFailure(ExitCode.WRONG_USAGE, message, null);
    }

    /** Wrong usage or configuration, several problems at once. */
    public static CommandFailure wrongUsage(List<String> problems) {
        return new CommandFailure(ExitCode.WRONG_USAGE, String.join("\n", problems), null);
    }

    /** Something that was tried did not work. */
    public static CommandFailure failed(String message) {
        return new CommandFailure(ExitCode.WORK_FAILED, message, null);
    }

    /** Something that was tried did not work. */
    public static CommandFailure failed(String message, Throwable cause) {
        return new CommandFailure(ExitCode.WORK_FAILED, message, cause);
    }

    /** The server can't be reached. */
    public static CommandFailure outOfReach(String message) {
        return new CommandFailure(ExitCode.SERVER_OUT_OF_REACH, message, null);
    }

    public int exitCode() {
        return exitCode;
    }
}
