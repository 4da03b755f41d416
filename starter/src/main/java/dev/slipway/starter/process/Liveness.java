package dev.slipway.starter.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a process really runs. */
final class Liveness {
    private Liveness() {}

    /**
     * False also for a process that has ended but that nobody has reaped: in a container whose first process does not
     * reap, such a one would seem to run for ever.
     */
    static boolean running(ProcessHandle handle) {
        return handle.isAlive() && !zombie(handle.pid());
    }

    private static boolean zombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            int end = stat.lastIndexOf(')');
            return end >= 0 && stat.startsWith(" Z", end + 1);
        } catch (IOException e) {
            return false;
        }
    }
}
