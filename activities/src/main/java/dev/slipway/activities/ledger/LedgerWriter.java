package dev.slipway.activities.ledger;

import dev.slipway.ledger.AccountUse;
import dev.slipway.ledger.AgentRunRecord;
import dev.slipway.ledger.Decision;
import dev.slipway.ledger.LimitMet;
import dev.slipway.ledger.RunRecord;
import dev.slipway.ledger.StepRecord;
import dev.slipway.run.WorkflowIds;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes rows; what is written again replaces what was written. Each call is one transaction: all of it, or nothing. */
public final class LedgerWriter {
    private final Ledger ledger;

    public LedgerWriter(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * A run that is over, with its steps; of its agents' runs those that their hosts did not write.
     *
     * @return how many rows were written
     * @throws LedgerTroubleException when it can't be written now
     */
    public int record(RunRecord run) {
        return ledger.use(connection -> {
            int rows = write(connection, LedgerTable.RUN, List.<Object[]>of(row(run)));
            rows += write(
                    connection,
                    LedgerTable.STEP,
                    run.steps().stream().map(step -> row(run, step)).toList());
            rows += write(
                    connection,
                    LedgerTable.ACCOUNT_USE,
                    run.accounts().stream().map(use -> row(run, use)).toList());
            for (AgentRunRecord agent : run.agentRuns()) {
                if (!isWritten(connection, agent)) {
                    rows += write(connection, LedgerTable.AGENT_RUN, List.<Object[]>of(row(agent)));
                }
            }
            if (run.ending() != null) {
                rows += write(connection, LedgerTable.DECISION, List.<Object[]>of(row(run.ending())));
            }
            return rows;
        });
    }

    /**
     * An agent's run, by the host on which it ran; with the limit that it met, if it met one: that is the run's, so a run
     * that is said again at another time has met it once.
     */
    public int agentRan(AgentRunRecord run, @Nullable LimitMet limit) {
        return ledger.use(connection -> {
            int rows = write(connection, LedgerTable.AGENT_RUN, List.<Object[]>of(row(run)));
            if (limit != null) {
                Object[] met = row(limit);
                met[0] = run.workflowId() + "|" + run.runKey() + "|" + run.step() + "|" + run.host();
                rows += LedgerRows.write(
                        connection,
                        ledger.dialect(),
                        LedgerTable.LIMIT_MET,
                        LedgerTable.LIMIT_MET.insertIfNew(),
                        List.<Object[]>of(met));
            }
            return rows;
        });
    }

    /** What a person decided. */
    public int decided(Decision decision) {
        return ledger.use(connection -> write(connection, LedgerTable.DECISION, List.<Object[]>of(row(decision))));
    }

    /** A limit that was met. */
    public int limitMet(LimitMet limit) {
        return ledger.use(connection -> write(connection, LedgerTable.LIMIT_MET, List.<Object[]>of(row(limit))));
    }

    private static boolean isWritten(Connection connection, AgentRunRecord run) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT 1 FROM agent_run WHERE workflow_id = ? AND run_key = ? AND step = ? LIMIT 1")) {
            select.setString(1, run.workflowId());
            select.setString(2, run.runKey().value());
            select.setString(3, run.step());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    private int write(Connection connection, LedgerTable table, List<Object[]> rows) throws SQLException {
        return LedgerRows.write(connection, ledger.dialect(), table, table.upsert(), rows);
    }

    private static Object[] row(RunRecord run) {
        return new Object[] {
            run.workflowId(),
            run.runKey().value(),
            run.startedAt(),
            run.endedAt(),
            run.kind(),
            run.batch(),
            run.name(),
            run.repository(),
            run.pullRequest(),
            run.toolchain(),
            run.category(),
            word(run.state().name()),
            word(run.step()),
            run.reason(),
            (long) run.attempts(),
            run.costUsd(),
            run.account(),
            run.agent(),
            run.host(),
            run.listPriceUsd() == null ? BigDecimal.ZERO : run.listPriceUsd()
        };
    }

    private static Object[] row(RunRecord run, StepRecord step) {
        return new Object[] {
            run.workflowId(),
            run.runKey().value(),
            run.startedAt(),
            step.name(),
            (long) step.attempt(),
            word(step.step()),
            step.startedAt(),
            step.took().toMillis(),
            step.ok(),
            step.outcome(),
            step.text()
        };
    }

    private static Object[] row(RunRecord run, AccountUse use) {
        return new Object[] {run.workflowId(), run.runKey().value(), run.startedAt(), use.account(), use.requests()};
    }

    private static Object[] row(AgentRunRecord run) {
        return new Object[] {
            run.workflowId(),
            run.runKey().value(),
            run.step(),
            run.host(),
            WorkflowIds.batchOf(run.workflowId()),
            WorkflowIds.nameOf(run.workflowId()),
            word(run.task()),
            run.category(),
            run.agent(),
            run.seat(),
            run.billing(),
            run.model(),
            word(run.outcome()),
            run.until(),
            run.startedAt(),
            run.took().toMillis(),
            (long) run.turns(),
            run.tokensIn(),
            run.tokensOut(),
            run.tokensCacheRead(),
            run.tokensCacheWrite(),
            run.costUsd(),
            run.estimated()
        };
    }

    private static Object[] row(LimitMet limit) {
        return new Object[] {
            limit.id(), limit.at(), limit.subject(), limit.what(), limit.workflowId(), limit.until(), limit.text()
        };
    }

    private static Object[] row(Decision decision) {
        return new Object[] {
            decision.id(), decision.at(), decision.by(), decision.what(), decision.target(), decision.reason()
        };
    }

    /** Names of constants are written as people read them. */
    private static String word(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
