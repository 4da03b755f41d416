package dev.slipway.activities.agent;

import dev.slipway.activities.process.RunningProcess;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of an agent.
 *
 * @param promptFile holds the prompt too; out of the agent's reach to change
 * @param attached files that the prompt names, for it to read
 * @param tree its working directory
 * @param home its HOME
 * @param transcript file that its output is appended to while it runs
 * @param silence for which it may say nothing before it is ended; zero for any
 * @param session of its own to go on with; null to begin anew
 * @param mostUsd what it may cost at most, where its agent can keep to that; null for no bound
 */
public record AgentJob(
        String prompt,
        Path promptFile,
        List<Path> attached,
        Path tree,
        Path home,
        Path transcript,
        @Nullable String session,
        Duration timeout,
        Duration silence,
        @Nullable BigDecimal mostUsd,
        Watcher watcher) {
    public AgentJob {
        attached = List.copyOf(attached);
    }

    /** Told what happens while the agent runs, on other threads. */
    public interface Watcher {
        /** Wants to know nothing. */
        Watcher NOBODY = new Watcher() {
            @Override
            public void started(RunningProcess process) {}

            @Override
            public void session(String id) {}

            @Override
            public void answered() {}
        };

        /** A process was started; ending it ends the run. */
        void started(RunningProcess process);

        /** The agent named the session under which this run could be resumed. */
        void session(String id);

        /** The model said something: its provider lets it work. Told once a run; by agents that tell nothing never. */
        void answered();
    }
}
