package dev.slipway.activities.toolchain;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions as tools print them. */
final class Versions {
    private static final Pattern VERSION = Pattern.compile("(?<![0-9.])[0-9]+(\\.[0-9]+)+|(?<![0-9.])[0-9]+");

    private Versions() {}

    /** The first version in a tool's output; one with a dot before one without. */
    static Optional<String> in(String output) {
        Matcher matcher = VERSION.matcher(output);
        String plain = null;
        while (matcher.find()) {
            if (matcher.group().indexOf('.') >= 0) {
                return Optional.of(matcher.group());
            }
            plain = plain == null ? matcher.group() : plain;
        }
        return Optional.ofNullable(plain);
    }

    /** Whether a version is at least another, number by number; what is not there counts as 0. */
    static boolean atLeast(String version, String minimum) {
        String[] have = version.split("\\.");
        String[] want = minimum.split("\\.");
        for (int i = 0; i < Math.max(have.length, want.length); i++) {
            int difference = Long.compare(part(have, i), part(want, i));
            if (difference != 0) {
                return difference > 0;
            }
        }
        return true;
    }

    private static long part(String[] parts, int i) {
        return i < parts.length ? Long.parseLong(parts[i]) : 0;
    }
}
