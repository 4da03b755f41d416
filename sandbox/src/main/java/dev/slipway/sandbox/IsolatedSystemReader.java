package dev.slipway.sandbox;

import java.util.List;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/** Keeps the Git settings of the machine and of whoever starts the sandbox away from its repositories. */
final class IsolatedSystemReader extends SystemReader.Delegate {
    IsolatedSystemReader(SystemReader delegate) {
        super(delegate);
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        return new Empty(parent, fs);
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
        return new KnownClock(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
        return new Empty(parent, fs);
    }

    /**
     * Has one setting: how fine a file's times are, which JGit would otherwise measure for a second or two while the first
     * requests wait. Coarser than any file system we work on, and what is that young is read again.
     */
    private static final class KnownClock extends Empty {
        KnownClock(Config parent, FS fs) {
            super(parent, fs);
        }

        @Override
        public String getString(String section, String subsection, String name) {
            if (section.equals(ConfigConstants.CONFIG_FILESYSTEM_SECTION)) {
                if (name.equals(ConfigConstants.CONFIG_KEY_TIMESTAMP_RESOLUTION)) {
                    return "20 milliseconds";
                }
                if (name.equals(ConfigConstants.CONFIG_KEY_MIN_RACY_THRESHOLD)) {
                    return "100 milliseconds";
                }
            }
            return super.getString(section, subsection, name);
        }
    }

    private static class Empty extends FileBasedConfig {
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
