package dev.slipway.activities.git;

import java.io.File;
import java.util.Locale;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * JGit's view of the machine without anybody's Git settings: no system, user or JGit configuration and none of the
 * {@code GIT_*} variables. Those could rewrite URLs ({@code url.insteadOf}), name hooks or send credentials elsewhere.
 */
final class BlankSystemReader extends SystemReader {
    private final SystemReader machine;

    private BlankSystemReader(SystemReader machine) {
        this.machine = machine;
        setPlatformChecker();
    }

    /** Makes it the one that JGit uses in this process. */
    static synchronized void install() {
        SystemReader now = SystemReader.getInstance();
        if (!(now instanceof BlankSystemReader)) {
            SystemReader.setInstance(new BlankSystemReader(now));
        }
    }

    @Override
    public String getHostname() {
        return "localhost";
    }

    @Override
    public @Nullable String getenv(String variable) {
        String upper = variable.toUpperCase(Locale.ROOT);
        return upper.startsWith("GIT") || upper.startsWith("JGIT") || upper.startsWith("XDG")
                ? null
                : machine.getenv(variable);
    }

    @Override
    public String getProperty(String key) {
        return machine.getProperty(key);
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
        return new KnownClock(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        return new Blank(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
        return new Blank(parent, fs);
    }

    @Override
    public long getCurrentTime() {
        return machine.now().toEpochMilli();
    }

    @Override
    @Deprecated
    @SuppressWarnings("deprecation") // still abstract in the superclass
    public int getTimezone(long when) {
        return 0;
    }

    private static class Blank extends FileBasedConfig {
        Blank(@Nullable Config parent, FS fs) {
            super(parent, new File("no-git-configuration"), fs);
        }

        @Override
        public void load() {
            // nothing to read
        }

        @Override
        public void save() {
            // nothing is kept
        }

        @Override
        public boolean isOutdated() {
            return false;
        }
    }

    /**
     * How fine a file's times are, which JGit would otherwise measure for seconds in each process, with probe files
     * in the Git directory. Coarser than any file system we work on, and what is that young is read again.
     */
    private static final class KnownClock extends Blank {
        KnownClock(@Nullable Config parent, FS fs) {
            super(parent, fs);
        }

        @Override
        public @Nullable String getString(String section, @Nullable String subsection, String name) {
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
}
