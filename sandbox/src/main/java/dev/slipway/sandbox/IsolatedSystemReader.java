package dev.slipway.sandbox;

import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/** Keeps the Git settings of the machine and of whoever starts the sandbox away from its repositories. */
final class IsolatedSystemReader extends SystemReader.Delegate {
    private final Path settings;

    /** @param settings the file in which JGit keeps what it learned about the file system */
    IsolatedSystemReader(SystemReader delegate, Path settings) {
        super(delegate);
        this.settings = settings;
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        return new Empty(parent, fs);
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
        return new Empty(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
        // What JGit measures of the file system is remembered here, and not measured at every start.
        return new FileBasedConfig(parent, settings.toFile(), fs);
    }

    private static final class Empty extends FileBasedConfig {
        Empty(Config parent, FS fs) {
            super(parent, null, fs);
            for (String bean : List.of("WindowCache", "PackedBatchRefUpdate", "FS")) {
                setBoolean("jmx", null, bean, false); // nobody watches, and JMX is slow to start
            }
        }

        @Override
        public void load() {
            // nothing to read
        }

        @Override
        public void save() {
            // nothing to keep
        }

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
