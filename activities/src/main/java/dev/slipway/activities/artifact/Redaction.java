package dev.slipway.activities.artifact;

import dev.slipway.settings.secret.Secret;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Takes the values of configured secrets out of what strangers print. */
public final class Redaction {
    private static final String INSTEAD = "[redacted]";
    /** A shorter value is no key, and would take ordinary words apart. */
    private static final int SHORTEST = 8;

    private static final int PIECE = 1024 * 1024;

    private final List<String> values;

    public Redaction(Collection<Secret> secrets) {
        this.values = secrets.stream()
                .map(Secret::reveal)
                .filter(value -> value.length() >= SHORTEST)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** The text without any secret in it. */
    public String of(String text) {
        String clean = text;
        for (String value : values) {
            clean = clean.replace(value, INSTEAD);
        }
        return clean;
    }

    /** Rewrites a file of ours in place, where a secret is in it. */
    public void clean(Path file) throws IOException {
        if (values.isEmpty() || !Files.exists(file)) {
            return;
        }
        Path cleaned = Files.createTempFile(file.getParent(), ".", ".cleaned");
        try {
            boolean found = copy(file, cleaned);
            if (found) {
                Files.move(cleaned, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(cleaned);
        }
    }

    private boolean copy(Path from, Path to) throws IOException {
        int overlap = values.stream().mapToInt(String::length).max().orElse(1) - 1;
        boolean found = false;
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        try (BufferedReader in = new BufferedReader(new InputStreamReader(Files.newInputStream(from), decoder));
                BufferedWriter out = Files.newBufferedWriter(to)) {
            StringBuilder text = new StringBuilder();
            char[] piece = new char[PIECE];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                text.append(piece, 0, count);
                String clean = of(text.toString());
                found |= clean.length() != text.length() || !clean.contentEquals(text);
                // What could be the beginning of a secret waits for the next piece.
                int done = Math.max(0, clean.length() - overlap);
                out.write(clean, 0, done);
                text = new StringBuilder(clean.substring(done));
            }
            out.append(text);
        }
        return found;
    }
}
