package dev.slipway.activities.agent;

import dev.slipway.activities.process.ProcessOutcome;
import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.TokenUsage;
import dev.slipway.run.AgentName;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
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

    CommandAgent(AgentName name, List<String> command, AgentProgram program, Supplier<Map<String, String>> variables) {
        this.name = name;
        this.command = List.copyOf(command);
        this.program = program;
        this.variables = variables;
    }

    @Override
    public AgentName name() {
        return name;
    }

    @Override
    public AgentReport run(AgentJob job) throws IOException, InterruptedException {
        AtomicReference<String> last = new AtomicReference<>("");
        ProcessOutcome outcome = program.run(command, variables.get(), job, line -> {
            if (!line.isBlank()) {
                last.set(line.strip());
            }
        });
        AgentOutcome how = judge(outcome);
        String headline = how == AgentOutcome.CRASHED
                ? "exit code " + outcome.exitCode() + (last.get().isEmpty() ? "" : ": " + last.get())
                : "";
        return new AgentReport(
                how,
                null,
                null,
                "",
                0,
                BigDecimal.ZERO,
                TokenUsage.NONE,
                List.of(),
                outcome.exitCode(),
                headline.length() > HEADLINE ? headline.substring(0, HEADLINE) : headline,
                outcome.duration());
    }

    private static AgentOutcome judge(ProcessOutcome outcome) {
        if (outcome.timedOut()) {
            return AgentOutcome.TIMED_OUT;
        }
        if (outcome.stopped()) {
            return AgentOutcome.INTERRUPTED;
        }
        return outcome.exitCode() == 0 ? AgentOutcome.COMPLETED : AgentOutcome.CRASHED;
    }

    @Override
    public List<Path> sessionFolders() {
        return List.of();
    }
}
