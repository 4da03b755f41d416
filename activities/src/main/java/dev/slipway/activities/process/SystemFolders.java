package dev.slipway.activities.process;

import java.nio.file.Path;
import java.util.List;

/** The system's own folders, which every program may read. */
public final class SystemFolders {
    static final List<String> ALL =
            List.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/opt", "/nix/store");

    private SystemFolders() {}

    /** Whether a path lies in one of them, or is a system's certificate, so that it need not be named to a launcher. */
    public static boolean hold(Path path) {
        Path at = path.toAbsolutePath().normalize();
        return at.startsWith("/etc/ssl")
                || at.startsWith("/etc/pki")
                || ALL.stream().anyMatch(at::startsWith);
    }
}
