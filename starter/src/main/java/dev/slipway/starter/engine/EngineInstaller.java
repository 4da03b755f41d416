package dev.slipway.starter.engine;

import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.process.FolderTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Puts a copy of the {@code temporal} program into the user's cache: the official release for the platform, checked
 * against the checksums published with it, or, where that can't be reached, built by {@code go install} from the pinned
 * module version. The copy appears whole or not at all.
 */
public final class EngineInstaller {
    private static final String PARTIAL = ".temporal-part-";

    private final SlipwayHome home;
    private final Map<String, String> environment;
    private final Console console;

    public EngineInstaller(SlipwayHome home, Map<String, String> environment, Console console) {
        this.home = home;
        this.environment = environment;
        this.console = console;
    }

    /**
     * Installs the copy.
     *
     * @return empty when neither way works here; what was tried has been said
     */
    public Optional<TemporalProgram> install() {
        Path copy = TemporalProgram.copy(home);
        if (Files.isExecutable(copy)) {
            return Optional.of(new TemporalProgram(copy, "the copy in the cache (" + copy + ")"));
        }
        try {
            Files.createDirectories(home.tools());
            removeLeftovers();
            Path partial = Files.createTempDirectory(home.tools(), PARTIAL);
            Thread cleanup = new Thread(() -> delete(partial));
            Runtime.getRuntime().addShutdownHook(cleanup);
            try {
                boolean had =
                        new OfficialRelease(console).into(partial) || new GoInstall(environment, console).into(partial);
                if (!had) {
                    return Optional.empty();
                }
                Files.move(partial, copy.getParent(), StandardCopyOption.ATOMIC_MOVE);
                console.say("Installed Temporal " + TemporalProgram.VERSION + " as " + copy + " ("
                        + Files.size(copy) / 1_000_000 + " MB).");
            } finally {
                delete(partial);
                forget(cleanup);
            }
            return Optional.of(new TemporalProgram(copy, "the copy in the cache (" + copy + ")"));
        } catch (IOException e) {
            throw CommandFailure.failed("Temporal can't be installed into " + home.tools() + ": " + e.getMessage(), e);
        }
    }

    private static void forget(Thread cleanup) {
        try {
            Runtime.getRuntime().removeShutdownHook(cleanup);
        } catch (IllegalStateException e) {
            // The process is ending: the hook runs, and that is what it is for.
            assert !cleanup.isDaemon();
        }
    }

    /** What installations left behind that were killed. */
    private void removeLeftovers() throws IOException {
        try (Stream<Path> files = Files.list(home.tools())) {
            files.filter(file -> file.getFileName().toString().startsWith(PARTIAL))
                    .toList()
                    .forEach(EngineInstaller::delete);
        }
    }

    private static void delete(Path folder) {
        try {
            FolderTree.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("can't remove " + folder, e);
        }
    }
}
