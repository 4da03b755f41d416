package dev.slipway.starter.command;

import dev.slipway.change.Steering;
import dev.slipway.change.Steering.Kind;
import dev.slipway.change.Step;
import dev.slipway.starter.output.CommandFailure;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A person's answer at a gate. */
abstract class GateCommand extends SteerCommand {
    private static final List<Step> GATES = List.of(Step.PUSH, Step.PULL_REQUEST, Step.MERGE, Step.DEPLOY);

    @Option(
            names = "--gate",
            paramLabel = "GATE",
            description = "Only the gate before this step: push, pull-request, merge or deploy.")
    private @Nullable String gate;

    private final Kind kind;

    private GateCommand(Kind kind) {
        super(kind);
        this.kind = kind;
    }

    /** {@code slipway approve NAME}. */
    @Command(
            name = "approve",
            description = "Lets a project that waits at a gate go on.",
            mixinStandardHelpOptions = true)
    static final class Approve extends GateCommand {
        Approve() {
            super(Kind.APPROVE);
        }
    }

    /** {@code slipway reject NAME}. */
    @Command(
            name = "reject",
            description = "Says no to a project that waits at a gate: it needs attention then.",
            mixinStandardHelpOptions = true)
    static final class Reject extends GateCommand {
        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; kept for the record.")
        private String reason;

        Reject() {
            super(Kind.REJECT);
        }

        @Override
        String reason() {
            return reason;
        }
    }

    String reason() {
        return "";
    }

    @Override
    Steering asked(String by) {
        return new Steering(kind, by, false, gate == null ? null : step(gate), reason());
    }

    private static Step step(String gate) {
        String wanted = gate.toUpperCase(Locale.ROOT).replace('-', '_');
        return GATES.stream()
                .filter(step -> step.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> CommandFailure.wrongUsage(
                        "There is no gate '" + gate + "'. There are: push, pull-request, merge, deploy."));
    }
}
