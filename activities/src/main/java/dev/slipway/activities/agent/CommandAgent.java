package dev.slipway.activities.agent;

import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.TokenUsage;
import dev.slipway.run.AgentName;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Any program: it reads the prompt from its standard input or from the file that {@code SLIPWAY_PROMPT_FILE} names, works
 * in its working directory, and ends with 0 when it is done.
 */
public final class CommandAgent implements CodingAgent {
    private static final int HEADLINE = 200;

    private final AgentName name;
    private final List<String> command;
    private final AgentProgram program;
    private final Supplier<Map<String, String>> variables;
    private final Duration silence;

    CommandAgent(
            AgentName name,
            List<String> command,
            Duration silence,
            AgentProgram program,
            Supplier<Map<String, String>> variables) {
        this.name = name;
        this.command = List.copyOf(command);
        this.silence = silence;
        this.program = program;
        this.variables = variables;
    }

    @Override
    public AgentName name() {
        return name;
    }

    @Override
    public Duration silence() {
        return silence;
    }

    @Override
    public AgentReport run(AgentJob job) throws IOException, InterruptedException {
        AtomicReference<String> last = new AtomicReference<>("");
        AgentEnd end = program.run(command, variables.get(), job, line -> {
            if (!line.isBlank()) {
                last.set(line.strip());
            }
        });
        RunSigns signs = RunSigns.of(end.wellByItself() ? RunSigns.Ending.DONE : RunSigns.Ending.NONE);
        AgentOutcome how =
                new OutcomeClassifier(Clock.systemUTC()).judge(signs, end).outcome();
        String headline = how == AgentOutcome.CRASHED
                ? "exit code " + end.exitCode() + (last.get().isEmpty() ? "" : ": " + last.get())
                : "";
        return new AgentReport(
                how,
                null,
                null,
                "",
                0,
                BigDecimal.ZERO,
                false,
                TokenUsage.NONE,
                List.of(),
                end.exitCode(),
                headline.length() > HEADLINE ? headline.substring(0, HEADLINE) : headline,
                end.duration());
    }

    @Override
    public List<Path> sessionFolders() {
        return List.of();
    }
}
