package dev.slipway.activities.git;

import java.io.File;
import java.util.Locale;
import org.eclipse.jgit.lib.Config;
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
            // With no settings to remember it in, JGit would measure the disk's clock for seconds in each process.
            FS.FileStoreAttributes.setBackground(true);
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
        return new Blank(parent, fs);
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

    private static final class Blank extends FileBasedConfig {
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
}
