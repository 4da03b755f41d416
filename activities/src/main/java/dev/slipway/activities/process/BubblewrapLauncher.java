package dev.slipway.activities.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs programs under bubblewrap: namespaces of their own for users, processes, IPC and host name, an empty root with
 * the system's folders and the named tools read-only, and nothing writable but the working tree, HOME, /tmp and what the
 * specification names. The worker's memory, environment, home and state are not there to be looked at.
 *
 * <p>The environment goes to the program by the environment, never by bubblewrap's arguments, which anyone on the
 * machine can read. The network is the host's.
 */
public final class BubblewrapLauncher implements ProcessLauncher {
    private static final String MAX_TMP = Long.toString(2L << 30);

    private final Path bwrap;
    private final SandboxFolders folders;

    /**
     * @param bwrap the program
     * @param hidden folders that stay out of sight even where a system folder holds them: the user's home,
     *     {@code $SLIPWAY_HOME}
     */
    public BubblewrapLauncher(Path bwrap, List<Path> hidden) {
        this(bwrap, hidden, true);
    }

    /** @param boundsTmp whether this bubblewrap can bound a file system in memory */
    BubblewrapLauncher(Path bwrap, List<Path> hidden, boolean boundsTmp) {
        this.bwrap = bwrap;
        this.folders = new SandboxFolders(hidden, tmp(boundsTmp));
    }

    @Override
    public RunningProcess start(ProcessSpec spec, Consumer<String> onLine) throws IOException {
        Path program = ProgramPath.resolve(spec);
        folders.check(spec);
        Files.createDirectories(spec.home());
        List<String> arguments = new ArrayList<>(Bounds.PREFIX);
        arguments.add(bwrap.toString());
        arguments.addAll(namespaces());
        arguments.addAll(folders.mounts(spec));
        arguments.addAll(List.of("--chdir", spec.directory().toString(), "--"));
        arguments.add(program.toString());
        arguments.addAll(spec.command().subList(1, spec.command().size()));
        return ChildProcess.start(arguments, true, spec, onLine);
    }

    /** What is written to /tmp is held in memory. */
    static List<String> tmp(boolean bounded) {
        return bounded ? List.of("--size", MAX_TMP, "--tmpfs", "/tmp") : List.of("--tmpfs", "/tmp");
    }

    static List<String> namespaces() {
        return List.of(
                "--unshare-user",
                "--unshare-pid",
                "--unshare-ipc",
                "--unshare-uts",
                "--unshare-cgroup-try",
                "--hostname",
                "slipway",
                "--cap-drop",
                "ALL",
                "--die-with-parent",
                "--new-session");
    }

    @Override
    public boolean isolates() {
        return true;
    }
}
