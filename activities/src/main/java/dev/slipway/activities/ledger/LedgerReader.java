package dev.slipway.activities.ledger;

import dev.slipway.ledger.Decision;
import dev.slipway.ledger.LimitMet;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what was written, by time: from an instant on, and before another one. */
public final class LedgerReader {
    private final Ledger ledger;

    public LedgerReader(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * A run that is over.
     *
     * @param costUsd what is paid
     * @param listPriceUsd what its runs under a subscription would have cost
     */
    public record Run(
            String workflowId,
            Instant started,
            Instant ended,
            String kind,
            String batch,
            String project,
            String repository,
            String pullRequest,
            String toolchain,
            String state,
            String step,
            String reason,
            int attempts,
            BigDecimal costUsd,
            BigDecimal listPriceUsd) {
        /** From its start to its end, waits included. */
        public Duration took() {
            return Duration.between(started, ended);
        }
    }

    /** A step that did not come to a good end. */
    public record FailedStep(String workflowId, Instant started, String step, String outcome, String text) {}

    /**
     * An agent's run.
     *
     * @param account under which its run went to GitHub; empty while that goes on
     */
    public record AgentRun(
            String batch,
            String project,
            String category,
            String agent,
            String seat,
            String billing,
            String account,
            String outcome,
            Instant started,
            Duration took,
            long tokensIn,
            long tokensOut,
            long tokensCacheRead,
            long tokensCacheWrite,
            BigDecimal costUsd,
            boolean estimated) {}

    /** Runs that ended then. */
    public List<Run> runs(Instant from, Instant to) {
        return read(
                LedgerTable.RUN,
                "ended",
                from,
                to,
                row -> new Run(
                        row.text("workflow_id"),
                        row.time("started"),
                        row.time("ended"),
                        row.text("kind"),
                        row.text("batch"),
                        row.text("project"),
                        row.text("repository"),
                        row.text("pull_request"),
                        row.text("toolchain"),
                        row.text("state"),
                        row.text("step"),
                        row.text("reason"),
                        (int) row.count("attempts"),
                        row.money("cost_usd"),
                        row.money("list_price_usd")));
    }

    /** The repository, {@code owner/name}, that runs of that workflow id had last; empty where none had one. */
    public Optional<String> repository(String workflowId) {
        return ledger.use(connection -> {
            List<NamedRow> runs = new ArrayList<>();
            LedgerRows.having(
                    connection,
                    ledger.dialect(),
                    LedgerTable.RUN,
                    "workflow_id",
                    workflowId,
                    values -> runs.add(new NamedRow(LedgerTable.RUN, values)));
            return runs.stream()
                    .filter(run -> !run.text("repository").isEmpty())
                    .max(Comparator.comparing(run -> run.time("started")))
                    .map(run -> run.text("repository"));
        });
    }

    /** Steps that began then and did not come to a good end. */
    public List<FailedStep> failedSteps(Instant from, Instant to) {
        return read(
                LedgerTable.STEP,
                "started",
                from,
                to,
                row -> row.flag("ok")
                        ? null
                        : new FailedStep(
                                row.text("workflow_id"),
                                row.time("started"),
                                row.text("step"),
                                row.text("outcome"),
                                row.text("text")));
    }

    /** Agents' runs that began then. */
    public List<AgentRun> agentRuns(Instant from, Instant to) {
        Map<String, String> accounts = new HashMap<>();
        // A run that ends later than the last of its agents' runs has its account all the same.
        List<String> unused = read(LedgerTable.RUN, "ended", from, Instant.parse("9999-01-01T00:00:00Z"), row -> {
            accounts.put(row.text("workflow_id") + "|" + row.text("run_key"), row.text("account"));
            return null;
        });
        return read(
                LedgerTable.AGENT_RUN,
                "started",
                from,
                to,
                row -> new AgentRun(
                        row.text("batch"),
                        row.text("project"),
                        row.text("category"),
                        row.text("agent"),
                        row.text("seat"),
                        row.text("billing"),
                        accounts.getOrDefault(row.text("workflow_id") + "|" + row.text("run_key"), ""),
                        row.text("outcome"),
                        row.time("started"),
                        Duration.ofMillis(row.count("took_ms")),
                        row.count("tokens_in"),
                        row.count("tokens_out"),
                        row.count("tokens_cache_read"),
                        row.count("tokens_cache_write"),
                        row.money("cost_usd"),
                        row.flag("estimated")));
    }

    /** What people decided then. */
    public List<Decision> decisions(Instant from, Instant to) {
        return read(
                LedgerTable.DECISION,
                "at",
                from,
                to,
                row -> new Decision(
                        row.time("at"),
                        row.text("decided_by"),
                        row.text("what"),
                        row.text("target"),
                        row.text("reason")));
    }

    /** Limits and blocks that were met then, and their ends. */
    public List<LimitMet> limits(Instant from, Instant to) {
        return read(
                LedgerTable.LIMIT_MET,
                "at",
                from,
                to,
                row -> new LimitMet(
                        row.time("at"),
                        row.text("subject"),
                        row.text("what"),
                        row.text("workflow_id"),
                        row.time("until"),
                        row.text("text")));
    }

    /** What becomes of a row; null for nothing. */
    private interface Made<T> {
        @Nullable
        T of(NamedRow row) throws SQLException;
    }

    private <T> List<T> read(LedgerTable table, String column, Instant from, Instant to, Made<T> made) {
        return ledger.use(connection -> {
            List<T> all = new ArrayList<>();
            LedgerRows.between(connection, ledger.dialect(), table, column, from, to, values -> {
                T one = made.of(new NamedRow(table, values));
                if (one != null) {
                    all.add(one);
                }
            });
            return all;
        });
    }
}
