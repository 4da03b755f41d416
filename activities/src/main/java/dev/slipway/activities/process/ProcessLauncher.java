package dev.slipway.activities.process;

import java.io.IOException;
import java.util.function.Consumer;

/** Starts strangers: agents and builds. */
public interface ProcessLauncher {
    /**
     * Starts a program.
     *
     * @param onLine told each line of output as it comes, on another thread
     * @throws IOException when it can't be started, with the program's name
     */
    RunningProcess start(ProcessSpec spec, Consumer<String> onLine) throws IOException;

    /** Whether it isolates. */
    boolean isolates();
}
