package dev.slipway.activities.git;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import org.eclipse.jgit.ignore.IgnoreNode;
import org.jspecify.annotations.Nullable;

/**
 * What is not committed, as seen from one folder of the tree: the folder's {@code .gitignore}, those above it, and the
 * toolchain's list, which has the last word.
 */
final class IgnoreRules {
    /** Beyond it a pattern's matching time grows without reason; ours and common ones have at most three. */
    private static final int MAX_STARS = 5;

    private static final int MAX_RULES = 2000;
    private static final int MAX_LENGTH = 500;

    private final @Nullable IgnoreRules above;
    private final String folder;
    private final IgnoreNode rules;
    private final IgnoreNode toolchain;

    private IgnoreRules(@Nullable IgnoreRules above, String folder, IgnoreNode rules, IgnoreNode toolchain) {
        this.above = above;
        this.folder = folder;
        this.rules = rules;
        this.toolchain = toolchain;
    }

    /** For the root, without its own {@code .gitignore}. */
    static IgnoreRules of(List<String> toolchain) {
        return new IgnoreRules(null, "", new IgnoreNode(), parse(toolchain));
    }

    /** For a folder (empty, or ending with a slash) whose {@code .gitignore} has that content. */
    IgnoreRules in(String folder, byte[] gitignore) {
        List<String> lines =
                new String(gitignore, StandardCharsets.UTF_8).lines().toList();
        return new IgnoreRules(this, folder, parse(lines), toolchain);
    }

    boolean ignores(String path, boolean directory) {
        Boolean decided = toolchain.checkIgnored(path, directory);
        for (IgnoreRules at = this; at != null && decided == null; at = at.above) {
            decided = at.rules.checkIgnored(path.substring(at.folder.length()), directory);
        }
        return Boolean.TRUE.equals(decided);
    }

    private static IgnoreNode parse(Collection<String> lines) {
        List<String> sane = lines.stream()
                .filter(line -> line.length() <= MAX_LENGTH
                        && line.chars().filter(c -> c == '*').count() <= MAX_STARS)
                .limit(MAX_RULES)
                .toList();
        IgnoreNode node = new IgnoreNode();
        try {
            node.parse(new ByteArrayInputStream(String.join("\n", sane).getBytes(StandardCharsets.UTF_8)));
        } catch (IOException impossible) {
            throw new IllegalStateException("reading from memory failed", impossible);
        }
        return node;
    }
}
