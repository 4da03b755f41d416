package dev.slipway.activities.agent;

import dev.slipway.activities.artifact.Redaction;
import dev.slipway.activities.process.RunningProcess;
import dev.slipway.agent.AgentOutcome;
import dev.slipway.run.AgentName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** One run of an agent in any folder, outside any workflow; isolated and judged as in a workspace. */
public final class SingleRun {
    private final Agents agents;
    private final RunPricing pricing;

    public SingleRun(Agents agents, RunPricing pricing) {
        this.agents = agents;
        this.pricing = pricing;
    }

    /**
     * What is asked for.
     *
     * @param tree in which it works
     * @param folder of the run's own: HOME, the prompt and the transcript are made in it
     */
    public record Order(AgentName agent, Path tree, String prompt, Path folder, Duration timeout) {}

    /**
     * How it went.
     *
     * @param changed whether the tree's files are others now
     * @param transcript of the agent's output, without the secrets that it was given
     */
    public record Outcome(AgentReport report, boolean changed, Path transcript) {}

    /**
     * Runs it.
     *
     * @param started told the process, so that it can be ended
     * @throws IOException when it can't be started, with what is missing
     */
    public Outcome run(Order order, Consumer<RunningProcess> started) throws IOException, InterruptedException {
        CodingAgent agent = agents.find(order.agent())
                .orElseThrow(() -> new IOException("agent " + order.agent() + " is not configured"));
        Path home = Files.createDirectories(order.folder().resolve("home"));
        Path promptFile = Files.writeString(order.folder().resolve("prompt.md"), order.prompt());
        Path transcript = order.folder().resolve("transcript.log");
        Redaction redaction = new Redaction(agents.secrets());
        String before = TreeFingerprint.of(order.tree());
        AgentReport raw;
        try {
            raw = agent.run(new AgentJob(
                    order.prompt(),
                    promptFile,
                    List.of(),
                    order.tree(),
                    home,
                    transcript,
                    null,
                    order.timeout(),
                    agent.silence(),
                    null,
                    new AgentJob.Watcher() {
                        @Override
                        public void started(RunningProcess process) {
                            started.accept(process);
                        }

                        @Override
                        public void session(String id) {
                            // it is in the report
                        }

                        @Override
                        public void answered() {
                            // nobody waits for that
                        }
                    }));
        } finally {
            redaction.clean(transcript);
        }
        AgentReport report = raw.priced(pricing.of(agent.name(), raw.model(), raw.costUsd(), raw.tokens()));
        boolean changed = !TreeFingerprint.of(order.tree()).equals(before);
        AgentOutcome outcome = OutcomeClassifier.afterLooking(report.outcome(), report.deniedTools(), changed);
        return new Outcome(report.judged(outcome, redaction.of(report.headline())), changed, transcript);
    }
}
