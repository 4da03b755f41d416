package dev.slipway.activities.process;

import java.util.List;

/**
 * Bounds that cost nothing: no core files, behind the worker when the processors are short (its heartbeats must not
 * starve), before it when memory is.
 */
final class Bounds {
    static final List<String> PREFIX = List.of(
            "/bin/sh",
            "-c",
            "ulimit -c 0; { echo 500 > /proc/self/oom_score_adj; } 2>/dev/null; exec nice -n 5 \"$@\"",
            "slipway-bounds");

    private Bounds() {}
}
