package dev.slipway.activities.agent;

import dev.slipway.activities.artifact.ArtifactStore;
import dev.slipway.activities.artifact.StoreTroubleException;
import dev.slipway.agent.AgentTask;
import dev.slipway.artifact.ArtifactRef;
import dev.slipway.run.RunKey;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which of an agent's sessions was broken off: for an execution that has not heard of it, on whatever host. */
final class BrokenOffSession {
    private static final Logger log = LoggerFactory.getLogger(BrokenOffSession.class);

    private final ArtifactStore artifacts;
    private final String key;

    BrokenOffSession(ArtifactStore artifacts, RunKey run, CodingAgent agent) {
        this.artifacts = artifacts;
        this.key = run + "/sessions/" + agent.name() + ".broken-off";
    }

    /**
     * Notes that a task was broken off in that session.
     *
     * @param session null: nothing was broken off, and what was before is done
     */
    void note(AgentTask task, @Nullable String session) throws IOException {
        if (session != null || artifacts.find(key).isPresent()) {
            artifacts.put(key, session == null ? "" : task + " " + session);
        }
    }

    /** The session in which that task was broken off last, if it was not finished since; none where the store is away. */
    Optional<String> of(AgentTask task) throws IOException {
        try {
            Optional<ArtifactRef> note = artifacts.find(key);
            String noted = note.isEmpty() ? "" : artifacts.text(note.get());
            String begin = task + " ";
            return noted.startsWith(begin) ? Optional.of(noted.substring(begin.length())) : Optional.empty();
        } catch (StoreTroubleException e) {
            log.warn("whether {} was broken off is not known, and it begins anew: {}", task, e.getMessage());
            return Optional.empty();
        }
    }
}
