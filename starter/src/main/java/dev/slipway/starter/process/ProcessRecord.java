package dev.slipway.starter.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is remembered of a background process: enough to find it again and to be sure that it is the one that we started.
 *
 * @param name such as {@code engine} or {@code worker-1}
 * @param startedAt as the operating system tells it: a process id alone may have been given to somebody else
 * @param details addresses and the like, for people and for the next command
 */
public record ProcessRecord(String name, long pid, Instant startedAt, Map<String, String> details) {
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

    public ProcessRecord {
        details = Map.copyOf(details);
    }

    /** The process itself, if it still runs and is the one that this record was written for. */
    public Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid).filter(Liveness::running).filter(this::sameStart);
    }

    public boolean alive() {
        return handle().isPresent();
    }

    /** A detail that the writer of the record promised. */
    public String detail(String key) {
        String value = details.get(key);
        if (value == null) {
            throw new IllegalStateException("the process record '" + name + "' has no '" + key + "'");
        }
        return value;
    }

    private boolean sameStart(ProcessHandle handle) {
        return handle.info()
                .startInstant()
                .map(start -> Duration.between(start, startedAt).abs().compareTo(CLOCK_TOLERANCE) <= 0)
                .orElse(false);
    }
}
