package dev.slipway.starter.crash;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * Looks for secrets in files, in every form in which they are sent: as they are, which is also how they stand in the
 * headers {@code token X} and {@code Bearer X}, and in Base64 as in {@code Basic}, whatever stands before them. What is
 * compressed (gzip, Git's loose objects) is looked into; Git's packs are not.
 */
final class SecretSearch {
    private static final int GROUP = 3;

    private final BytePatterns patterns;

    SecretSearch(List<String> secrets) {
        Set<String> forms = new LinkedHashSet<>();
        secrets.forEach(secret -> forms.addAll(forms(secret)));
        patterns = new BytePatterns(forms.stream()
                .map(form -> form.getBytes(StandardCharsets.UTF_8))
                .toList());
    }

    /** All forms in which a secret may lie about. */
    private static Set<String> forms(String secret) {
        Set<String> forms = new LinkedHashSet<>();
        forms.add(secret);
        for (int before = 0; before < GROUP; before++) {
            String form = encoded(secret, before);
            forms.add(form);
            forms.add(form.replace('+', '-').replace('/', '_'));
        }
        return forms;
    }

    /** That part of its Base64 which does not depend on its neighbours, when so many bytes of a group stand before it. */
    private static String encoded(String secret, int before) {
        byte[] bytes = ("\0".repeat(before) + secret).getBytes(StandardCharsets.UTF_8);
        byte[] whole = Arrays.copyOf(bytes, bytes.length / GROUP * GROUP);
        return Base64.getEncoder().encodeToString(whole).substring(before == 0 ? 0 : before + 1);
    }

    /** A file with secrets, and how many. */
    record Found(Path file, long times) {}

    /** Files below a folder that have a secret in them. Files that are gone when they are looked at have none. */
    List<Found> in(Path folder, Predicate<Path> leftOut) {
        List<Found> found = new ArrayList<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (attributes.isRegularFile() && !leftOut.test(file)) {
                        long times = times(file);
                        if (times > 0) {
                            found.add(new Found(file, times));
                        }
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (failure instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failure;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("can't look for secrets below " + folder, e);
        }
        return found;
    }

    private long times(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            int first = in.read();
            int second = in.read();
            long plain = count(file, raw -> raw);
            if (first == 0x1f && second == 0x8b) {
                return plain + count(file, GZIPInputStream::new);
            }
            // The first two bytes of zlib's format: its method, and a check that makes them a multiple of 31.
            return first == 0x78 && (first * 256 + second) % 31 == 0
                    ? plain + count(file, InflaterInputStream::new)
                    : plain;
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /** A way to read a file. */
    private interface Reading {
        InputStream of(InputStream raw) throws IOException;
    }

    private long count(Path file, Reading reading) throws IOException {
        try (InputStream in = reading.of(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            return patterns.count(in);
        } catch (ZipException | EOFException e) {
            // Looks packed and is not, or is cut short.
            return 0;
        }
    }
}
