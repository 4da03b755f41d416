package dev.slipway.activities.artifact;

import java.util.List;
import java.util.regex.Pattern;

/** The name of an artifact: segments that lead nowhere but down. */
final class ArtifactKey {
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,150}");

    private ArtifactKey() {}

    /**
     * Its segments.
     *
     * @throws IllegalArgumentException where one of them could lead elsewhere
     */
    static List<String> segments(String key) {
        List<String> segments = List.of(key.split("/", -1));
        if (!segments.stream().allMatch(segment -> SEGMENT.matcher(segment).matches())) {
            throw new IllegalArgumentException("not an artifact's key: '" + key + "'");
        }
        return segments;
    }
}
