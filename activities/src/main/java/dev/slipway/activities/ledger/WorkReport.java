package dev.slipway.activities.ledger;

import dev.slipway.activities.ledger.LedgerReader.FailedStep;
import dev.slipway.activities.ledger.LedgerReader.Run;
import dev.slipway.ledger.LimitMet;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was done in a period, how well it went, and how it went in the period before, which was as long.
 *
 * @param runs that ended in it, the oldest first
 * @param errors the most frequent first
 */
public record WorkReport(
        Instant from, Instant to, Figures now, Figures before, List<Run> runs, List<ErrorKind> errors) {
    public WorkReport {
        runs = List.copyOf(runs);
        errors = List.copyOf(errors);
    }

    /**
     * Steps that went wrong in one way.
     *
     * @param runs in how many runs
     * @param example what was said the last time
     */
    public record ErrorKind(String step, String outcome, int times, int runs, String example) {}

    /** Reads and adds up. */
    public static WorkReport of(LedgerReader reader, Instant from, Instant to) {
        Instant earlier = from.minus(Duration.between(from, to));
        List<Run> runs = reader.runs(from, to);
        return new WorkReport(
                from,
                to,
                figures(reader, runs, from, to),
                figures(reader, reader.runs(earlier, from), earlier, from),
                runs,
                errors(reader.failedSteps(from, to)));
    }

    private static Figures figures(LedgerReader reader, List<Run> runs, Instant from, Instant to) {
        CostReport costs = CostReport.of(reader.agentRuns(from, to), CostBy.AGENT, ZoneOffset.UTC);
        return Figures.of(runs, costs.total(), (int)
                reader.limits(from, to).stream().filter(LimitMet::wasMet).count());
    }

    static List<ErrorKind> errors(List<FailedStep> steps) {
        Map<String, List<FailedStep>> kinds = new TreeMap<>();
        for (FailedStep step : steps) {
            kinds.computeIfAbsent(step.step() + "|" + step.outcome(), kind -> new ArrayList<>())
                    .add(step);
        }
        return kinds.values().stream()
                .map(same -> new ErrorKind(
                        same.get(0).step(),
                        same.get(0).outcome(),
                        same.size(),
                        (int) same.stream()
                                .map(FailedStep::workflowId)
                                .distinct()
                                .count(),
                        same.get(same.size() - 1).text()))
                .sorted(Comparator.comparingInt(ErrorKind::times).reversed())
                .toList();
    }
}
