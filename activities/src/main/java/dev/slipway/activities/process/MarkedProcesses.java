package dev.slipway.activities.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds processes by a variable of their environment, which a daemon keeps when it leaves its parent. */
public final class MarkedProcesses {
    private static final Path PROC = Path.of("/proc");

    private MarkedProcesses() {}

    /**
     * Ends every process of this user whose environment has the entry, such as {@code HOME=/that/workspace/home}.
     *
     * @return how many were ended
     */
    public static int end(String entry) {
        return endBelow(entry + '\0');
    }

    /** The same for every process that has an entry which begins so, such as {@code HOME=/all/workspaces/}. */
    public static int endBelow(String beginning) {
        int ended = 0;
        List<ProcessHandle> found = below(beginning);
        for (int round = 0; round < 20 && !found.isEmpty(); round++) {
            found.forEach(ProcessHandle::destroyForcibly);
            ended += found.size();
            found.forEach(process -> process.onExit().join());
            found = below(beginning);
        }
        return ended;
    }

    /** Processes with exactly this entry ({@code NAME=value}) in their environment; none where there is no /proc. */
    static List<ProcessHandle> with(String entry) {
        return below(entry + '\0');
    }

    /** Processes with an entry in their environment that begins so; none where there is no /proc. */
    public static List<ProcessHandle> below(String beginning) {
        List<ProcessHandle> found = new ArrayList<>();
        byte[] wanted = beginning.getBytes(StandardCharsets.UTF_8);
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (has(process.resolve("environ"), wanted)) {
                    ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                            .filter(ProcessHandle::isAlive)
                            .ifPresent(found::add);
                }
            }
        } catch (IOException | NumberFormatException e) {
            return found;
        }
        return found;
    }

    private static boolean has(Path environ, byte[] wanted) {
        byte[] all;
        try {
            all = Files.readAllBytes(environ);
        } catch (IOException e) {
            return false; // ended meanwhile, or somebody else's
        }
        for (int start = 0; start < all.length; start = next(all, start)) {
            if (startsWith(all, start, wanted)) {
                return true;
            }
        }
        return false;
    }

    private static int next(byte[] all, int start) {
        int i = start;
        while (i < all.length && all[i] != 0) {
            i++;
        }
        return i + 1;
    }

    private static boolean startsWith(byte[] all, int at, byte[] wanted) {
        if (all.length - at < wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (all[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
