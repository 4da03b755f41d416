package dev.slipway.activities.process;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * All that a program started: its descendants, those that it once had and left behind, and those that carry its marker
 * in their environment.
 */
final class ProcessTree {
    private static final int ROUNDS = 20;

    private final ProcessHandle root;
    private final boolean wrapper;
    private final String marker;
    private final Set<ProcessHandle> seen = ConcurrentHashMap.newKeySet();

    /**
     * @param wrapper whether the root only wraps the program: it must not be asked to end, since it would take the
     *     program with it at once
     * @param marker {@code NAME=value}, unique to the program that was started
     */
    ProcessTree(ProcessHandle root, boolean wrapper, String marker) {
        this.root = root;
        this.wrapper = wrapper;
        this.marker = marker;
    }

    /** Remembers the descendants of this moment: one that loses its parent later is no descendant any more. */
    void remember() {
        root.descendants().forEach(seen::add);
        seen.removeIf(process -> !process.isAlive());
    }

    /** Asks all of it to end. */
    void terminate() {
        remember();
        if (wrapper) {
            // Nothing leaves a process namespace: no need to look through the machine's processes for the marker.
            seen.forEach(ProcessHandle::destroy);
            if (seen.isEmpty()) {
                root.destroy();
            }
            return;
        }
        root.destroy();
        members().forEach(ProcessHandle::destroy);
    }

    /** Ends all of it, until nothing is left. */
    void kill() {
        root.destroyForcibly();
        if (wrapper) {
            // The kernel ends all that is in the namespace; one look finds what was killed before it had made one.
            root.onExit().join();
            members().forEach(ProcessTree::end);
            return;
        }
        for (int round = 0; round < ROUNDS; round++) {
            remember();
            List<ProcessHandle> left = members().toList();
            left.forEach(ProcessTree::end);
            if (left.isEmpty()) {
                return;
            }
        }
    }

    private static void end(ProcessHandle process) {
        boolean unused = process.destroyForcibly();
    }

    private Stream<ProcessHandle> members() {
        return Stream.concat(seen.stream(), MarkedProcesses.with(marker).stream())
                .filter(process -> process.isAlive() && !process.equals(root))
                .distinct();
    }
}
