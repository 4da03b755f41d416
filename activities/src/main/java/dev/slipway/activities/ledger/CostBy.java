package dev.slipway.activities.ledger;

import dev.slipway.activities.ledger.LedgerReader.AgentRun;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.function.BiFunction;

/** By what costs are added up. */
public enum CostBy {
    DAY((run, zone) -> LocalDate.ofInstant(run.started(), zone).toString()),
    PROJECT((run, zone) -> run.batch().isEmpty() ? run.project() : run.batch() + "/" + run.project()),
    CATEGORY((run, zone) -> run.category()),
    AGENT((run, zone) -> run.agent()),
    SEAT((run, zone) -> run.seat().isEmpty() ? run.agent() : run.agent() + "/" + run.seat()),
    /** The GitHub account under which the work was done. */
    ACCOUNT((run, zone) -> run.account());

    private final BiFunction<AgentRun, ZoneId, String> key;

    CostBy(BiFunction<AgentRun, ZoneId, String> key) {
        this.key = key;
    }

    /** What the run is counted under; {@code (none)} where it has no such thing. */
    public String key(AgentRun run, ZoneId zone) {
        String found = key.apply(run, zone);
        return found.isEmpty() ? "(none)" : found;
    }
}
