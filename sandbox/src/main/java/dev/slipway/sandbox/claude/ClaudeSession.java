package dev.slipway.sandbox.claude;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A session, kept where Claude Code keeps its own: of which task how many files are written. */
final class ClaudeSession {
    private final String id;
    private final Path file;
    private final boolean unknown;

    private ClaudeSession(String id, Path file, boolean unknown) {
        this.id = id;
        this.file = file;
        this.unknown = unknown;
    }

    /** @param resume null to begin one */
    static ClaudeSession of(@Nullable String resume, Path home) {
        String id = resume == null ? anId() : resume;
        Path file = home.resolve(".claude").resolve("projects").resolve("book").resolve(id.concat(".jsonl"));
        return new ClaudeSession(id, file, resume != null && !Files.exists(file));
    }

    /** Of the form that Claude Code's have; a {@code UUID} would cost a new JVM a random generator. */
    private static String anId() {
        String hex = Long.toHexString(
                        System.nanoTime() * 31 + ProcessHandle.current().pid())
                .concat("000000000000")
                .substring(0, 12)
                .toLowerCase(Locale.ROOT);
        return "5e551017-0000-4000-8000-".concat(hex);
    }

    String id() {
        return id;
    }

    boolean isUnknown() {
        return unknown;
    }

    /** How many of a task's files it has written. */
    int filesOf(String task) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        String[] kept = Files.readString(file).strip().split(" ");
        return kept.length == 2 && kept[0].equals(task) ? Integer.parseInt(kept[1]) : 0;
    }

    void keep(String task, int files) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, task.concat(" ").concat(Integer.toString(files)));
    }
}
