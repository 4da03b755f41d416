package dev.slipway.activities.agent;

import dev.slipway.settings.installation.AgentKind;
import dev.slipway.settings.installation.AgentSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks an agent's program for its version, isolated as in a run; only programs that are known to know the question. */
final class AgentVersion {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern NUMBER = Pattern.compile("\\d+\\.\\d+[\\w.+-]*");

    private AgentVersion() {}

    /** @param folder for its HOME and output */
    static Optional<String> of(AgentSettings agent, List<String> command, AgentProgram program, Path folder)
            throws IOException, InterruptedException {
        if (agent.kind() != AgentKind.CLAUDE && agent.kind() != AgentKind.CODEX) {
            return Optional.empty();
        }
        Path home = Files.createDirectories(folder.resolve("home"));
        Path tree = Files.createDirectories(folder.resolve("tree"));
        Path prompt = Files.writeString(folder.resolve("prompt.md"), "");
        List<String> question = new ArrayList<>(command);
        question.add("--version");
        AtomicReference<String> version = new AtomicReference<>();
        AgentEnd end = program.run(
                question,
                Map.of(),
                new AgentJob(
                        "",
                        prompt,
                        List.of(),
                        tree,
                        home,
                        folder.resolve("version.log"),
                        null,
                        PATIENCE,
                        Duration.ZERO,
                        null,
                        AgentJob.Watcher.NOBODY),
                line -> {
                    Matcher number = NUMBER.matcher(line);
                    if (version.get() == null && number.find()) {
                        version.set(number.group());
                    }
                });
        return end.wellByItself() ? Optional.ofNullable(version.get()) : Optional.empty();
    }
}
