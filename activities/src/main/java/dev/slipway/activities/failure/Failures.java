package dev.slipway.activities.failure;

import dev.slipway.failure.FailureType;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the failures that activities throw, in the words of {@link FailureType}. Causes are not attached: a client
 * library's text ends up in a workflow's history, and what of it helps is put into the message by whoever knows that
 * it holds no secret.
 */
public final class Failures {
    private Failures() {}

    /** A failure of that type; retryable exactly where the type is. */
    public static ApplicationFailure of(FailureType type, String message, Object... details) {
        return ApplicationFailure.newBuilder()
                .setType(type.name())
                .setMessage(message)
                .setNonRetryable(!type.retryable())
                .setDetails(details)
                .build();
    }

    /** Whether that failure is of that type. */
    public static boolean is(@Nullable Throwable failure, FailureType type) {
        return failure instanceof ApplicationFailure application && type.name().equals(application.getType());
    }

    /** Whether something in the chain of causes says that the host is out of disk, inodes or file handles. */
    public static boolean hostIsFull(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            String said = at instanceof FileSystemException file ? file.getReason() : at.getMessage();
            if (said != null
                    && (said.contains("No space left on device")
                            || said.contains("Disk quota exceeded")
                            || said.contains("Too many open files"))) {
                return true;
            }
            if (at.getCause() == at) {
                break;
            }
        }
        return false;
    }

    /** The innermost cause in a few words: its kind and what it said. */
    public static String rootOf(Throwable failure) {
        Throwable at = failure;
        while (at.getCause() != null && at.getCause() != at) {
            at = at.getCause();
        }
        String said = at.getMessage();
        String kind = at.getClass().getSimpleName();
        return said == null || said.isBlank() ? kind : kind + ": " + said;
    }
}
