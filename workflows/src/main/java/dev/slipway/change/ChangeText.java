package dev.slipway.change;

import dev.slipway.run.RunKey;
import dev.slipway.verification.CommandRun;
import dev.slipway.verification.Verification;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a change says about itself: title and body of its pull request, and the commit message. Names and figures only;
 * what users and agents wrote stands where it can be neither markup nor a mention.
 */
final class ChangeText {
    private static final int LONGEST_DESCRIPTION = 4_000;
    private static final int LONGEST_COMMAND = 160;
    private static final int MOST_COMMANDS = 20;

    private final ChangePlan plan;
    private final RunStatus status;

    ChangeText(ChangePlan plan, RunStatus status) {
        this.plan = plan;
        this.status = status;
    }

    String title() {
        return "Add " + plan.brief().name();
    }

    /** Ends with the line by which a pull request of this run is found again. */
    String body(@Nullable Verification verification) {
        StringBuilder body = new StringBuilder();
        body.append("## What was built\n\n").append(Text.code(plan.brief().name()));
        if (!plan.brief().type().isBlank()) {
            body.append(", ").append(Text.plain(Text.oneLine(plan.brief().type(), 100)));
        }
        body.append(", with the toolchain ")
                .append(Text.code(plan.brief().toolchain().value()));
        body.append(", from this description:\n\n")
                .append(Text.fenced(description()))
                .append("\n\n");
        body.append("## How it was verified\n\n").append(verified(verification)).append('\n');
        body.append("## How it came about\n\n");
        body.append("- attempts: ").append(status.attempts());
        body.append(" (agent runs: ").append(status.agentRuns()).append(", together ");
        body.append(readable(status.agentTime())).append(")\n");
        body.append("- agent: ").append(agent()).append('\n');
        body.append("- cost: ").append(cost()).append("\n\n");
        body.append(runLine(plan.runKey())).append('\n');
        return body.toString();
    }

    /** The line that identifies a run's pull request. */
    static String runLine(RunKey runKey) {
        return "Slipway run: " + runKey;
    }

    /** The host adds the run key as a trailer. */
    String commitMessage(@Nullable Verification verification) {
        StringBuilder message = new StringBuilder(title());
        message.append("\n\nToolchain: ").append(plan.brief().toolchain());
        message.append("\nAttempts: ").append(status.attempts());
        if (status.agent() != null) {
            message.append("\nAgent: ").append(status.agent());
            if (!status.model().isBlank()) {
                message.append(" (")
                        .append(Text.unmentioned(Text.oneLine(status.model(), 100)))
                        .append(')');
            }
        }
        if (verification != null) {
            verification.runs().stream()
                    .limit(MOST_COMMANDS)
                    .forEach(run -> message.append("\nVerified: ")
                            .append(Text.unmentioned(Text.oneLine(run.command(), LONGEST_COMMAND)))
                            .append(" (exit ")
                            .append(run.exitCode())
                            .append(')'));
        }
        return message.toString();
    }

    private String description() {
        String description = plan.brief().description();
        if (description.isBlank()) {
            return "(none)";
        }
        return description.length() <= LONGEST_DESCRIPTION
                ? description
                : description.substring(0, LONGEST_DESCRIPTION) + "…";
    }

    private static String verified(@Nullable Verification verification) {
        if (verification == null || verification.runs().isEmpty()) {
            return "No command was configured to verify it.\n";
        }
        StringBuilder table = new StringBuilder("| phase | command | exit code | time |\n|---|---|---|---|\n");
        List<CommandRun> runs = verification.runs();
        for (CommandRun run : runs.subList(0, Math.min(MOST_COMMANDS, runs.size()))) {
            table.append("| ")
                    .append(run.phase().name().toLowerCase(Locale.ROOT))
                    .append(" | ")
                    .append(Text.code(Text.oneLine(run.command(), LONGEST_COMMAND)))
                    .append(" | ")
                    .append(run.timedOut() ? "timed out" : run.exitCode())
                    .append(" | ")
                    .append(readable(run.duration()))
                    .append(" |\n");
        }
        return table.toString();
    }

    private String agent() {
        String name = status.agent() == null ? "none" : Text.code(status.agent().value());
        return status.model().isBlank() ? name : name + ", model " + Text.code(Text.oneLine(status.model(), 100));
    }

    private String cost() {
        String paid = "USD " + status.costUsd().stripTrailingZeros().toPlainString();
        if (status.listPriceUsd().signum() == 0) {
            return status.costUsd().signum() == 0 ? "not reported" : paid;
        }
        String notional = "USD " + status.listPriceUsd().stripTrailingZeros().toPlainString()
                + " by list price, under a subscription";
        return status.costUsd().signum() == 0 ? notional : paid + "; " + notional;
    }

    private static String readable(Duration duration) {
        if (duration.toMinutes() > 0) {
            return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
        }
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
