package dev.slipway.activities.agent;

import dev.slipway.run.AgentName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A coding agent: takes a prompt and changes a working tree. */
public interface CodingAgent {
    /** Under which it is configured. */
    AgentName name();

    /**
     * Runs it once; all that it started is gone when this returns or throws.
     *
     * @throws IOException when it can't be started, with what is missing
     */
    AgentReport run(AgentJob job) throws IOException, InterruptedException;

    /** For how long it may say nothing before it counts as stalled; zero for any time. */
    Duration silence();

    /** Folders, relative to HOME, in which it keeps what it needs to resume a session; empty where it can't. */
    List<Path> sessionFolders();
}
