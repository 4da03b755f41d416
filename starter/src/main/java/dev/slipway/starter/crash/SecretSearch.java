package dev.slipway.starter.crash;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Looks for secrets in files, in every form in which they are sent ({@link SecretForms}). What is compressed is looked
 * into (gzip, zlib, ZIP, Git's loose objects), Git's packs are unpacked, and the rows of a SQLite database are put
 * together from its pages. What can't be read is named, so that nothing found means that there is nothing.
 */
final class SecretSearch {
    /** A database is looked into while its server writes to it: what seems broken may be whole the next moment. */
    private static final int LOOKS = 4;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final BytePatterns patterns;

    SecretSearch(List<String> secrets) {
        Set<String> forms = new LinkedHashSet<>();
        secrets.forEach(secret -> forms.addAll(SecretForms.of(secret)));
        patterns = new BytePatterns(forms.stream()
                .map(form -> form.getBytes(StandardCharsets.UTF_8))
                .toList());
    }

    /** A file with secrets, and how many. */
    record Found(Path file, long times) {}

    /** A file or folder in which there may be some, and why they could not be looked for. */
    record Unread(Path file, String why) {}

    /** What a search came to. */
    record Findings(List<Found> found, List<Unread> unread) {
        Findings {
            found = List.copyOf(found);
            unread = List.copyOf(unread);
        }

        long times() {
            return found.stream().mapToLong(Found::times).sum();
        }
    }

    /** Looks at all files below a folder. Those that are gone when they are looked at have none. */
    Findings in(Path folder, Predicate<Path> leftOut) {
        Visitor visitor = new Visitor(leftOut);
        try {
            Files.walkFileTree(folder, visitor);
        } catch (IOException e) {
            visitor.unread.add(new Unread(folder, reason(e)));
        }
        return new Findings(visitor.found, visitor.unread);
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        private final Predicate<Path> leftOut;
        private final List<Found> found = new ArrayList<>();
        private final List<Unread> unread = new ArrayList<>();

        Visitor(Predicate<Path> leftOut) {
            this.leftOut = leftOut;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (GitPacks.isFolder(folder) && !leftOut.test(folder)) {
                look(folder, content -> new GitPacks(folder).indexed(content::all));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && !leftOut.test(file)) {
                look(file, content -> content.file(file));
                if (GitPacks.isFolder(file.getParent()) && GitPacks.isUnfinished(file)) {
                    look(file, content -> GitPacks.unfinished(file, content::all));
                }
                if (SearchedContent.isDatabase(file)) {
                    database(file);
                }
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            if (!(failure instanceof NoSuchFileException)) {
                unread.add(new Unread(file, reason(failure)));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException failure) {
            if (failure != null) {
                unread.add(new Unread(folder, reason(failure)));
            }
            return FileVisitResult.CONTINUE;
        }

        private void database(Path file) {
            // As it lies there, and as it is with what was written last.
            for (boolean withLog : new boolean[] {false, true}) {
                look(file, content -> {
                    for (int look = 1; ; look++) {
                        try {
                            SqliteFile.read(file, withLog, content::row);
                            return;
                        } catch (IOException e) {
                            if (look == LOOKS) {
                                throw e;
                            }
                            pause();
                        }
                    }
                });
            }
        }

        /** Whatever was found counts, also where the rest can't be read. */
        private void look(Path file, Look look) {
            SearchedContent content = new SearchedContent(patterns);
            try {
                look.into(content);
            } catch (NoSuchFileException e) {
                return;
            } catch (IOException | RuntimeException e) {
                unread.add(new Unread(file, reason(e)));
            } finally {
                if (content.found() > 0) {
                    found.add(new Found(file, content.found()));
                }
            }
        }
    }

    /** A way to look into a file. */
    private interface Look {
        void into(SearchedContent content) throws IOException;
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
