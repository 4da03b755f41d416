package dev.slipway.starter.stack;

import dev.slipway.starter.process.JavaProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells whether a running worker still has the settings that it would be started with: its configuration files, the
 * variables that they name, its own program. A short digest, from which nothing can be read back.
 */
public final class Fingerprint {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
    private static final int KEPT = 12;
    private static final List<String> ALWAYS =
            List.of("GITHUB_TOKEN", "GH_TOKEN", "ANTHROPIC_API_KEY", "CLAUDE_CODE_OAUTH_TOKEN", "PATH", "SLIPWAY_HOME");

    private Fingerprint() {}

    public static String of(List<Path> files, Map<String, String> environment, String flags) {
        try {
            Map<String, String> parts = new TreeMap<>();
            ALWAYS.forEach(name -> parts.put("env " + name, environment.getOrDefault(name, "")));
            for (Path file : files) {
                String content = Files.readString(file);
                parts.put("file " + file.toAbsolutePath(), content);
                Matcher variables = VARIABLE.matcher(content);
                while (variables.find()) {
                    parts.put("env " + variables.group(1), environment.getOrDefault(variables.group(1), ""));
                }
            }
            Path jar = JavaProgram.ofModule("worker").jar();
            parts.put("jar", Files.getLastModifiedTime(jar).toString());
            parts.put("flags", flags);
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            parts.forEach((name, value) -> {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
                digest.update(value.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            });
            return HexFormat.of().formatHex(digest.digest()).substring(0, KEPT);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read a configuration file", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
