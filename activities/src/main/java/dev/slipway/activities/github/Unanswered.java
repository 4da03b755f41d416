package dev.slipway.activities.github;

import dev.slipway.activities.failure.Failures;
import java.io.IOException;

/**
 * A request got no answer; GitHub may have acted on it or not. Not one of the kinds of {@link IOException} that
 * github-api tries again.
 */
final class Unanswered extends IOException {
    private static final long serialVersionUID = 1L;

    Unanswered(String where, Exception cause) {
        super(where + " got no answer: " + Failures.rootOf(cause), cause);
    }
}
