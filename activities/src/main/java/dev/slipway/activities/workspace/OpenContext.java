package dev.slipway.activities.workspace;

import dev.slipway.activities.git.CatchUpOutcome;
import dev.slipway.activities.git.CheckpointOutcome;
import dev.slipway.activities.git.PublishOutcome;
import dev.slipway.activities.process.RunningProcess;
import dev.slipway.workspace.OpenWorkspace;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a step has of its workspace.
 *
 * @param now the session that has it, which may be a later one than the step began in
 */
record OpenContext(WorkspaceFolder folder, SessionGit git, Supplier<OpenWorkspace> now, StepRun<?> run)
        implements StepContext {
    @Override
    public OpenWorkspace session() {
        return now.get();
    }

    @Override
    public void started(RunningProcess process) {
        run.started(process);
    }

    @Override
    public boolean stopping() {
        return run.stopping();
    }

    @Override
    public boolean kept() {
        return run.kept();
    }

    @Override
    public CheckpointOutcome checkpoint(String message) {
        return git.use(repository -> repository.checkpoint(message));
    }

    @Override
    public PublishOutcome publish(String message) {
        return git.use(repository -> repository.publish(message));
    }

    @Override
    public CatchUpOutcome catchUp(boolean withBase) {
        return git.use(repository -> repository.catchUp(withBase));
    }

    @Override
    public <T> Optional<T> recall(String name, Class<T> type) {
        return Outcomes.read(folder.outcome(name), type);
    }

    @Override
    public void remember(String name, Object value) throws IOException {
        Outcomes.write(folder.outcome(name), value);
    }
}
