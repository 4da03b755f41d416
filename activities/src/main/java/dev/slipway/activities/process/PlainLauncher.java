package dev.slipway.activities.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs programs without isolation: with a bare environment and a HOME of their own, but able to read and write what the
 * worker's user can. For machines without bubblewrap, against the sandbox or by {@code --no-isolation}.
 *
 * <p>A program's tree is ended with it, daemons included that keep their environment; one that empties its environment
 * and leaves its parent within a second can escape. Under {@link BubblewrapLauncher} nothing can.
 */
public final class PlainLauncher implements ProcessLauncher {
    @Override
    public RunningProcess start(ProcessSpec spec, Consumer<String> onLine) throws IOException {
        Path program = ProgramPath.resolve(spec);
        List<String> arguments = new ArrayList<>(Bounds.PREFIX);
        arguments.add(program.toString());
        arguments.addAll(spec.command().subList(1, spec.command().size()));
        return ChildProcess.start(arguments, false, spec, onLine);
    }

    @Override
    public boolean isolates() {
        return false;
    }
}
