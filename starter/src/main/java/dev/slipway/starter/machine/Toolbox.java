package dev.slipway.starter.machine;

import dev.slipway.activities.toolchain.Progress;
import dev.slipway.activities.toolchain.ToolchainInstaller;
import dev.slipway.activities.toolchain.ToolchainProbe;
import dev.slipway.activities.toolchain.ToolchainState;
import dev.slipway.run.ToolchainName;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.settings.toolchain.ToolchainDefinition;
import dev.slipway.settings.toolchain.Toolchains;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The toolchains of this machine: looked at, and installed where that is possible. */
public final class Toolbox {
    private final Toolchains toolchains;
    private final ToolchainProbe probe;
    private final ToolchainInstaller installer;
    private final Console console;

    public Toolbox(SlipwayHome home, Map<String, String> environment, Console console) {
        this.toolchains = Toolchains.load(home.config().resolve("toolchains"));
        this.probe = new ToolchainProbe(home, environment);
        this.installer = new ToolchainInstaller(home, environment);
        this.console = console;
    }

    public Toolchains toolchains() {
        return toolchains;
    }

    /** How a toolchain stands on this machine. */
    public ToolchainState state(ToolchainDefinition definition) {
        try {
            return probe.state(definition);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted while looking for the tools of " + definition.name());
        }
    }

    /** What is missing on this machine for these toolchains, each with how to get it; nothing is installed. */
    public List<String> missing(Collection<ToolchainName> wanted) {
        List<String> problems = new ArrayList<>();
        for (ToolchainName name : wanted) {
            toolchains.find(name).ifPresent(definition -> {
                if (state(definition) instanceof ToolchainState.Missing missing) {
                    problems.add("toolchain " + name + ": " + missing.tool() + ". " + missing.how());
                }
            });
        }
        return problems;
    }

    /** Installs what is installable and not there; says what, and how much, before. */
    public void install(Collection<ToolchainName> wanted) {
        for (ToolchainName name : wanted) {
            toolchains.find(name).filter(found -> !state(found).ready()).ifPresent(this::install);
        }
    }

    private void install(ToolchainDefinition definition) {
        try {
            installer.install(definition, new Told(definition.name()));
        } catch (IOException e) {
            throw CommandFailure.failed(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted while installing the toolchain " + definition.name());
        }
    }

    /** A program on the PATH. */
    public static Optional<Path> onPath(Map<String, String> environment, String program) {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(environment.getOrDefault("PATH", ""))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, program).toAbsolutePath())
                .filter(path -> Files.isRegularFile(path) && Files.isExecutable(path))
                .findFirst();
    }

    /** A size as people read it. */
    public static String size(long bytes) {
        return bytes >= 1_000_000 ? bytes / 1_000_000 + " MB" : Math.max(1, bytes / 1_000) + " KB";
    }

    private final class Told implements Progress {
        private final ToolchainName name;

        Told(ToolchainName name) {
            this.name = name;
        }

        @Override
        public void begins(String what, long bytes) {
            console.say(
                    "Installing toolchain " + name + ": " + what + (bytes > 0 ? " (" + size(bytes) + ")" : "") + " …");
        }

        @Override
        public void says(String line) {
            console.detail("  " + line);
        }
    }
}
