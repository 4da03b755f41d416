package dev.slipway.activities.process;

import dev.slipway.settings.ConfigurationException;
import dev.slipway.settings.installation.Isolation;
import dev.slipway.settings.path.SlipwayHome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Chooses how strangers are started on this machine. */
public final class ProcessLaunchers {
    private ProcessLaunchers() {}

    /**
     * Bubblewrap where it is wanted and works.
     *
     * @param realGitHub whether real accounts are at stake, so that running without isolation must be asked for
     * @param environment of this process: PATH, HOME, SLIPWAY_HOME
     * @throws ConfigurationException where isolation is needed and can't be had, with what to do
     */
    public static ProcessLauncher choose(Isolation isolation, boolean realGitHub, Map<String, String> environment) {
        if (isolation == Isolation.NONE) {
            return new PlainLauncher();
        }
        Path bwrap = find(environment);
        String problem = problem(bwrap);
        if (problem == null && bwrap != null) {
            return new BubblewrapLauncher(bwrap, hidden(environment), probe(bwrap, true) == null);
        }
        if (isolation == Isolation.REQUIRED) {
            throw new ConfigurationException(List.of(problem + ", and the configuration says 'isolation: required'. "
                    + "Install bubblewrap (apt install bubblewrap, dnf install bubblewrap)."));
        }
        if (realGitHub) {
            throw new ConfigurationException(List.of(problem + ". Agents and builds could read this user's files and "
                    + "keys. Install bubblewrap (apt install bubblewrap, dnf install bubblewrap), or say "
                    + "--no-isolation to run against the real GitHub without it."));
        }
        return new PlainLauncher();
    }

    /** Why programs would not be isolated here; null where they would. */
    public static @Nullable String problem(Map<String, String> environment) {
        return problem(find(environment));
    }

    private static @Nullable String problem(@Nullable Path bwrap) {
        return bwrap == null ? "bubblewrap (bwrap) is not on the PATH" : probe(bwrap, false);
    }

    private static List<Path> hidden(Map<String, String> environment) {
        List<Path> hidden = new ArrayList<>();
        SlipwayHome home = SlipwayHome.from(environment);
        hidden.add(home.state());
        hidden.add(home.config());
        hidden.add(home.cache());
        hidden.add(Path.of(environment.getOrDefault("HOME", System.getProperty("user.home"))));
        return hidden;
    }

    private static @Nullable Path find(Map<String, String> environment) {
        for (String folder :
                environment.getOrDefault("PATH", ProgramPath.DEFAULT).split(":", -1)) {
            Path program = Path.of(folder).resolve("bwrap");
            if (Files.isExecutable(program)) {
                return program;
            }
        }
        return null;
    }

    /** Tries the namespaces that a run needs; some systems have the program and forbid them. */
    private static @Nullable String probe(Path bwrap, boolean boundedTmp) {
        List<String> command = new ArrayList<>(List.of(bwrap.toString()));
        command.addAll(BubblewrapLauncher.namespaces());
        command.addAll(List.of("--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev"));
        command.addAll(BubblewrapLauncher.tmp(boundedTmp));
        command.addAll(List.of("--", "/bin/true"));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readNBytes(2000), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "bubblewrap does not answer";
            }
            return process.exitValue() == 0 ? null : "bubblewrap does not work on this machine (" + said + ")";
        } catch (IOException e) {
            return "bubblewrap can't be started (" + e.getMessage() + ")";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "bubblewrap was not tried: interrupted";
        }
    }
}
