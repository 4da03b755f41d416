package dev.slipway.batch;

/** A batch as the Temporal Web UI shows it. */
final class BatchDetails {
    private static final int MOST_PROBLEMS = 20;

    private BatchDetails() {}

    static String of(BatchSummary summary) {
        StringBuilder text = new StringBuilder();
        text.append("**").append(summary.state()).append("** ");
        text.append(summary.projects()).append(" projects: ");
        text.append(summary.completed()).append(" completed, ");
        text.append(summary.running()).append(" running, ");
        text.append(summary.pending()).append(" pending, ");
        text.append(summary.needAttention()).append(" need attention, ");
        text.append(summary.paused()).append(" paused, ");
        text.append(summary.failed()).append(" failed, ");
        text.append(summary.skipped()).append(" skipped, ");
        text.append(summary.cancelled()).append(" cancelled\n\n");
        // Names only: reasons hold other people's words, and each project shows its own.
        summary.problems().stream()
                .limit(MOST_PROBLEMS)
                .forEach(problem -> text.append("- `")
                        .append(problem.name())
                        .append("` ")
                        .append(problem.state())
                        .append('\n'));
        return text.toString();
    }
}
