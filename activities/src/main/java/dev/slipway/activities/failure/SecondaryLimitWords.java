package dev.slipway.activities.failure;

import java.util.List;

/**
 * GitHub's fixed sentences for a secondary limit, which is told by nothing else where no header names a time. A text that
 * only quotes one of them further on tells of none.
 */
public final class SecondaryLimitWords {
    private static final List<String> SENTENCES =
            List.of("You have exceeded a secondary rate limit", "You have triggered an abuse detection mechanism");

    private SecondaryLimitWords() {}

    /** Whether an error answer's text begins with one of them. */
    public static boolean begin(String text) {
        return SENTENCES.stream().anyMatch(text::startsWith);
    }
}
