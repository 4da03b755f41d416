package dev.slipway.activities.verification;

import dev.slipway.activities.failure.Failures;
import dev.slipway.activities.toolchain.ToolchainRun;
import dev.slipway.activities.toolchain.ToolchainRunner;
import dev.slipway.activities.workspace.StepContext;
import dev.slipway.failure.FailureType;
import dev.slipway.verification.CommandRun;
import dev.slipway.verification.DeployWorkspace;
import dev.slipway.verification.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs a step's deploy commands at most once on this host. That they begin is on the disk before they do, and what they
 * came to before it is reported: a step that finds only the first can't tell whether it was done, and says so.
 */
final class DeployCommands {
    private final ToolchainRunner toolchains;
    private final StepContext context;
    private final DeployWorkspace request;
    private final Path log;

    DeployCommands(ToolchainRunner toolchains, StepContext context, DeployWorkspace request, Path log) {
        this.toolchains = toolchains;
        this.context = context;
        this.request = request;
        this.log = log;
    }

    /** That the deploy commands began. */
    record Begun(Instant at) {}

    /**
     * What the commands came to, now or when they ran before.
     *
     * @throws io.temporal.failure.ApplicationFailure of type {@code OUTCOME_UNKNOWN}, {@code HOST_RESOURCES} or
     *     {@code TOOL_MISSING}; with the latter two nothing was deployed
     * @throws InterruptedException when it was stopped before a deploy command began
     */
    ToolchainRun run() throws IOException, InterruptedException {
        Optional<ToolchainRun> ran = context.recall(request.step() + "-ran", ToolchainRun.class);
        if (ran.isPresent()) {
            return ran.get();
        }
        Optional<Begun> before = context.recall(request.step() + "-begun", Begun.class);
        if (before.isPresent()) {
            throw unknown("begun at " + before.get().at().truncatedTo(ChronoUnit.SECONDS) + " and broken off");
        }
        ToolchainRun prepared = prepare();
        if (!prepared.passed()) {
            return prepared;
        }
        context.remember(request.step() + "-begun", new Begun(Instant.now()));
        try {
            ToolchainRun outcome =
                    after(prepared, run(List.of(Phase.DEPLOY), request.timeout().minus(prepared.duration())));
            context.remember(request.step() + "-ran", outcome);
            return outcome;
        } catch (InterruptedException e) {
            throw unknown("broken off");
        } catch (IOException | RuntimeException e) {
            throw unknown("broken off by " + Failures.rootOf(e));
        }
    }

    private ToolchainRun prepare() throws InterruptedException {
        try {
            return run(List.of(Phase.PREPARE), request.timeout());
        } catch (IOException e) {
            FailureType type = Failures.hostIsFull(e) ? FailureType.HOST_RESOURCES : FailureType.TOOL_MISSING;
            throw Failures.of(type, String.valueOf(e.getMessage()));
        }
    }

    private ToolchainRun run(List<Phase> phases, Duration timeout) throws IOException, InterruptedException {
        return toolchains.run(
                phases,
                request.toolchain(),
                request.commands(),
                context.folder().tree(),
                context.folder().home(),
                log,
                timeout,
                context::started);
    }

    private static ToolchainRun after(ToolchainRun prepared, ToolchainRun deployed) {
        List<CommandRun> runs = new ArrayList<>(prepared.runs());
        runs.addAll(deployed.runs());
        return new ToolchainRun(
                deployed.passed(),
                deployed.failedPhase(),
                runs,
                deployed.headline(),
                deployed.excerpt(),
                prepared.duration().plus(deployed.duration()));
    }

    private static RuntimeException unknown(String how) {
        return Failures.of(
                FailureType.OUTCOME_UNKNOWN,
                "the deployment was " + how
                        + "; whether it was done can't be told: 'retry' does it again, 'skip' takes it as done");
    }
}
