package dev.slipway.change;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Other people's words, made safe for one line and for Markdown. */
final class Text {

    /** A constant as people read it. */
    static String word(@Nullable Enum<?> value) {
        return value == null ? "" : value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
    /** Between the at sign and the name: GitHub then sees no mention. */
    private static final String ZERO_WIDTH_SPACE = "\u200b";

    private Text() {}

    /** White space and control characters collapsed, cut with an ellipsis to at most {@code longest} characters. */
    static String oneLine(String text, int longest) {
        String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        if (line.length() <= longest) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(longest - 2)) ? longest - 2 : longest - 1;
        return line.substring(0, end) + "…";
    }

    /** As plain words in Markdown: no markup, no links, no mention of people or issues. */
    static String plain(String text) {
        return text.replace("\\", "\\\\")
                .replaceAll("([`*_{}\\[\\]()<>#|~!])", "\\\\$1")
                .replace("@", "@" + ZERO_WIDTH_SPACE)
                .replace("://", ":" + ZERO_WIDTH_SPACE + "//");
    }

    /** As inline code, in a table cell too. */
    static String code(String text) {
        String line = text.replace("|", "\\|");
        String fence = "`".repeat(longestRunOfBackticks(line) + 1);
        String gap = fence.length() > 1 ? " " : "";
        return fence + gap + line + gap + fence;
    }

    /** As a block that nothing in the text can end. */
    static String fenced(String text) {
        String fence = "`".repeat(Math.max(3, longestRunOfBackticks(text) + 1));
        return fence + "text\n" + text.strip().replace("\r\n", "\n").replace('\r', '\n') + "\n" + fence;
    }

    /** In text that is not Markdown, such as a commit message: no mention of people. */
    static String unmentioned(String text) {
        return text.replace("@", "@" + ZERO_WIDTH_SPACE);
    }

    private static int longestRunOfBackticks(String text) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = text.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }
}
