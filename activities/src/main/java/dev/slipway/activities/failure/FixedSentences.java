package dev.slipway.activities.failure;

import java.util.List;

/**
 * GitHub's fixed sentences, for what nothing else in an answer tells. A text that only quotes one of them further on tells
 * of nothing.
 */
public enum FixedSentences {
    /** A secondary limit, where no header names a time. */
    SECONDARY_LIMIT("You have exceeded a secondary rate limit", "You have triggered an abuse detection mechanism"),
    /** The account, or an App's installation, is suspended: to REST, and to Git. */
    SUSPENDED(
            "Sorry. Your account was suspended",
            "Your account was suspended",
            "Your account is suspended",
            "This installation has been suspended");

    private final List<String> sentences;

    FixedSentences(String... sentences) {
        this.sentences = List.of(sentences);
    }

    /** Whether an error answer's text begins with one of them. */
    public boolean begin(String text) {
        return sentences.stream().anyMatch(text::startsWith);
    }
}
