package dev.slipway.activities.agent;

import dev.slipway.activities.artifact.ArtifactStore;
import dev.slipway.activities.artifact.Redaction;
import dev.slipway.activities.artifact.StoreTroubleException;
import dev.slipway.activities.failure.Failures;
import dev.slipway.activities.git.CheckpointOutcome;
import dev.slipway.activities.process.RunningProcess;
import dev.slipway.activities.scan.SecretScanner;
import dev.slipway.activities.workspace.StepContext;
import dev.slipway.activities.workspace.WorkspaceFolder;
import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.AgentResult;
import dev.slipway.agent.AgentRun;
import dev.slipway.agent.Brief;
import dev.slipway.agent.SeatLease;
import dev.slipway.artifact.ArtifactRef;
import dev.slipway.failure.FailureType;
import dev.slipway.run.ToolchainName;
import dev.slipway.settings.ConfigurationException;
import dev.slipway.settings.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of an agent in a workspace, then its checkpoint. After an interruption it goes on where it was: with the
 * agent's session where that has begun, with the checkpoint where the agent was done.
 */
final class AgentStep {
    private static final Logger log = LoggerFactory.getLogger(AgentStep.class);
    private static final String GO_ON = """
            Your run was interrupted from outside; nothing that you did caused it. Look at what is in the working tree, and \
            finish the task. It was:

            """;

    /** An agent's session as soon as it is known, for the case that the run is cut off. */
    record Begun(String agent, String session) {}

    /** An agent's report as soon as it is there, and the tree that it left. */
    record Finished(AgentReport report, @Nullable ArtifactRef transcript, String tree) {}

    private final Agents agents;
    private final AgentPrompts prompts;
    private final Function<ToolchainName, String> guidance;
    private final ArtifactStore artifacts;
    private final SecretScanner scanner;
    private final Supplier<List<Secret>> secrets;
    private final RunAccount account;
    private final CutRuns cut;

    AgentStep(
            Agents agents,
            AgentPrompts prompts,
            Function<ToolchainName, String> guidance,
            ArtifactStore artifacts,
            SecretScanner scanner,
            Supplier<List<Secret>> secrets,
            RunAccount account,
            CutRuns cut) {
        this.account = account;
        this.cut = cut;
        this.agents = agents;
        this.prompts = prompts;
        this.guidance = guidance;
        this.artifacts = artifacts;
        this.scanner = scanner;
        this.secrets = secrets;
    }

    AgentResult run(StepContext context, AgentRun request) throws IOException, InterruptedException {
        if (context.session().readOnly()) {
            throw Failures.of(FailureType.INTERNAL, "no agent runs in a workspace that is only looked at");
        }
        CodingAgent agent = agent(request);
        Finished finished = finished(context, request);
        if (finished == null) {
            finished = runAgent(context, request, agent);
        }
        // Before anything else can go wrong: a limit stops everybody who has the seat.
        account.settle(context, request, finished.report());
        CheckpointOutcome checkpoint =
                context.checkpoint(request.step() + ": " + request.task().name().toLowerCase(Locale.ROOT));
        return result(request, agent, finished, checkpoint);
    }

    private CodingAgent agent(AgentRun request) {
        SeatLease seat = request.seat();
        return (seat == null ? agents.find(request.agent()) : agents.find(seat.seat()))
                .orElseThrow(() -> Failures.of(
                        FailureType.NOT_CONFIGURED,
                        "agent "
                                + (seat != null ? seat.seat() : request.agent() == null ? "default" : request.agent())
                                + " is not configured here"));
    }

    private static @Nullable Finished finished(StepContext context, AgentRun request) throws IOException {
        Optional<Finished> before = context.recall(request.step() + WorkspaceFolder.FINISHED, Finished.class);
        // Another host may have gone on meanwhile; then the tree was restored from its checkpoint.
        if (before.isPresent()
                && before.get()
                        .tree()
                        .equals(TreeFingerprint.of(context.folder().tree()))) {
            return before.get();
        }
        return null;
    }

    private Finished runAgent(StepContext context, AgentRun request, CodingAgent agent)
            throws IOException, InterruptedException {
        Redaction redaction = new Redaction(secrets.get());
        Path transcript = context.folder().log(request.step());
        AgentReport report;
        try {
            report = account.priced(agent.run(job(context, request, agent, transcript)), agent.name());
        } catch (ConfigurationException e) {
            throw Failures.of(
                    FailureType.NOT_CONFIGURED, "agent " + agent.name() + ": " + String.join(" ", e.problems()));
        } catch (StoreTroubleException e) {
            throw e;
        } catch (IOException e) {
            throw Failures.of(
                    Failures.hostIsFull(e) ? FailureType.HOST_RESOURCES : FailureType.TOOL_MISSING,
                    "agent " + agent.name() + ": " + e.getMessage());
        } finally {
            redaction.clean(transcript);
        }
        storeSession(context, request, agent, report, redaction);
        if (context.stopping()) {
            AgentReport told = report.judged(report.outcome(), redaction.of(report.headline()));
            account.settle(context, request, told);
            cut.cut(request, told.result(agent.name()));
            throw Failures.of(FailureType.SESSION_GONE, "the agent was ended with its session");
        }
        Finished finished = new Finished(
                report.judged(report.outcome(), redaction.of(report.headline())),
                storeTranscript(request, transcript),
                TreeFingerprint.of(context.folder().tree()));
        context.remember(request.step() + WorkspaceFolder.FINISHED, finished);
        return finished;
    }

    private AgentJob job(StepContext context, AgentRun request, CodingAgent agent, Path transcript)
            throws IOException, InterruptedException {
        Optional<Begun> interrupted = context.recall(request.step() + ".session", Begun.class)
                .filter(begun -> begun.agent().equals(agent.name().value()));
        Optional<String> brokenOff = interrupted.isPresent() || request.agentSession() != null
                ? Optional.empty()
                : new BrokenOffSession(artifacts, request.workspace().runKey(), agent).of(request.task());
        String session = interrupted.map(Begun::session).or(() -> brokenOff).orElse(request.agentSession());
        if (session != null
                && (agent.sessionFolders().isEmpty()
                        || !archive(context, request, agent).restore())) {
            session = null;
        }
        PromptParts parts = new PromptParts(
                context.folder().promptParts(request.step()), request.approach().prompt());
        String prompt = prompt(context, request, parts);
        if ((interrupted.isPresent() || brokenOff.isPresent()) && session != null) {
            prompt = GO_ON + prompt;
        }
        Path promptFile = context.folder().prompt(request.step());
        Files.writeString(promptFile, prompt);
        // Last of all: what is allowed now may not be a moment later.
        RunAccount.Permit permit = account.open(request);
        return new AgentJob(
                prompt,
                promptFile,
                parts.files(),
                context.folder().tree(),
                context.folder().home(),
                transcript,
                session,
                request.timeout(),
                request.approach().stretched(agent.silence()),
                permit.mostUsd(),
                watcher(context, request, agent, permit));
    }

    private String prompt(StepContext context, AgentRun request, PromptParts parts) throws IOException {
        Brief brief = request.brief();
        String constitution = text(brief.constitution());
        String failure = text(request.failure());
        Brief bounded = new Brief(
                brief.name(),
                parts.of(PromptParts.Kind.DESCRIPTION, brief.description()),
                brief.type(),
                brief.toolchain(),
                brief.constitution());
        return prompts.render(
                request.task(),
                bounded,
                guidance.apply(brief.toolchain()),
                constitution == null ? null : parts.of(PromptParts.Kind.RULES, constitution),
                failure == null
                        ? null
                        : parts.withWhole(failure, context.folder().verificationBefore(request.step())),
                request.approach().prompt());
    }

    private @Nullable String text(@Nullable ArtifactRef ref) throws IOException {
        return ref == null ? null : artifacts.text(ref);
    }

    private AgentJob.Watcher watcher(
            StepContext context, AgentRun request, CodingAgent agent, RunAccount.Permit permit) {
        return new AgentJob.Watcher() {
            @Override
            public void started(RunningProcess process) {
                // Counted by those who want to know whether a run was repeated: see AgentStarts.
                log.atInfo()
                        .addKeyValue("event", "agent-started")
                        .addKeyValue("runKey", request.workspace().runKey().value())
                        .addKeyValue("step", request.step())
                        .addKeyValue("askedAt", permit.askedAt())
                        .log("agent {} started for {}", agent.name(), request.step());
                context.started(process);
            }

            @Override
            public void session(String id) {
                try {
                    context.remember(
                            request.step() + ".session", new Begun(agent.name().value(), id));
                } catch (IOException e) {
                    log.warn("the session of {} could not be noted: {}", request.step(), e.toString());
                }
            }

            @Override
            public void answered() {
                account.answered(request, permit);
            }
        };
    }

    /** What an agent did is worth more than the record of it: it is not done again because the store is away. */
    private @Nullable ArtifactRef storeTranscript(AgentRun request, Path transcript) throws IOException {
        if (!Files.exists(transcript)) {
            return null;
        }
        try {
            return artifacts.put(request.workspace().runKey() + "/" + request.step() + "/transcript.log", transcript);
        } catch (StoreTroubleException e) {
            log.warn("the transcript of {} stays in {}: {}", request.step(), transcript, e.getMessage());
            return null;
        }
    }

    /** Also for an execution that has not heard of this run: one on another host, or one that begins where it was cancelled. */
    private void storeSession(
            StepContext context, AgentRun request, CodingAgent agent, AgentReport report, Redaction redaction) {
        // Without a checkpoint of what it wrote, a session would go on from files that are not there.
        boolean brokenOff = report.outcome() == AgentOutcome.INTERRUPTED && (!context.stopping() || context.kept());
        try {
            archive(context, request, agent).store(redaction);
            new BrokenOffSession(artifacts, request.workspace().runKey(), agent)
                    .note(request.task(), brokenOff ? report.session() : null);
        } catch (IOException e) {
            log.warn("the session of {} was not stored: {}", request.step(), e.toString());
        }
    }

    private SessionArchive archive(StepContext context, AgentRun request, CodingAgent agent) {
        return new SessionArchive(artifacts, request.workspace().runKey(), agent, context);
    }

    private AgentResult result(AgentRun request, CodingAgent agent, Finished finished, CheckpointOutcome checkpoint)
            throws IOException {
        AgentReport report = finished.report();
        boolean clean = checkpoint.findings().isEmpty();
        ArtifactRef excerpt = clean
                ? null
                : artifacts.put(
                        request.workspace().runKey() + "/" + request.step() + "/findings.txt",
                        scanner.describe(checkpoint.findings()));
        AgentOutcome outcome =
                OutcomeClassifier.afterLooking(report.outcome(), report.deniedTools(), checkpoint.changed());
        return report.judged(outcome, report.headline())
                .result(
                        agent.name(),
                        finished.transcript(),
                        clean ? checkpoint.commit() : "",
                        checkpoint.changed(),
                        checkpoint.findings(),
                        excerpt);
    }
}
