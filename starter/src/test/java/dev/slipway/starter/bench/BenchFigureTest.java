package dev.slipway.starter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.run.RunState;
import dev.slipway.starter.run.BatchResult;
import dev.slipway.starter.run.Endured;
import dev.slipway.starter.run.Kill;
import dev.slipway.starter.run.ProjectResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What reaches a bar, and what does not. */
class BenchFigureTest {
    private static final Endured.Again ONCE = Endured.Again.NOTHING;

    private static Kill kill(String what, String step, @Nullable Integer seconds) {
        return new Kill(
                what, step, step, Instant.EPOCH, seconds == null ? null : Duration.ofSeconds(seconds), List.of());
    }

    /** Kills of workers at work. */
    private static List<Kill> kills(int count, @Nullable Integer seconds) {
        return Collections.nCopies(count, kill("worker-1", "verify", seconds));
    }

    private static List<Kill> kills(List<Kill> some, List<Kill> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static BatchResult result(
            int projects, int runs, long duplicates, @Nullable Double efficiency, Endured endured) {
        List<ProjectResult> all = IntStream.range(0, projects)
                .mapToObj(i ->
                        new ProjectResult("p" + i, "command", RunState.COMPLETED, "", "", "", 2, runs, 0, 0, 0, 0, 0))
                .toList();
        return new BatchResult(
                "demo",
                "dev",
                1,
                efficiency,
                new BatchResult.Totals(projects, projects, 0, 0, projects, projects, duplicates, 0),
                all,
                endured);
    }

    private static Endured endured(List<Kill> kills, int orphans, long agentStarts, Endured.Again again) {
        return new Endured(kills.size(), 0, 0, kills, List.of(), orphans, 0, 0, 0, agentStarts, again);
    }

    private static Benchmark.Figure recovery(List<Kill> kills) {
        return Bench.KILL_RECOVERY.figure(result(100, 2, 0, null, endured(kills, 0, 200, ONCE)));
    }

    @Test
    void aWorkerThatWasNotSeenBackCountsAsForEver() {
        assertThat(recovery(kills(20, 10)).met()).isTrue();
        assertThat(recovery(kills(20, 11)).met()).isFalse();
        assertThat(recovery(kills(kills(11, 3), kills(9, null))).met()).isTrue();
        Benchmark.Figure half = recovery(kills(kills(10, 3), kills(10, null)));
        assertThat(half.met()).isFalse();
        assertThat(half.value()).isInfinite();
        assertThat(half.said()).contains("10 of them not seen back");
    }

    @Test
    void fewerThanTwentyKillsOfAWorkerAtWorkAreNotEnough() {
        assertThat(recovery(kills(19, 3)).met()).isFalse();
        assertThat(recovery(kills(kills(19, 3), List.of(kill("worker-2", "", 1))))
                        .met())
                .as("one without a project in a step")
                .isFalse();
        assertThat(recovery(List.of()).met()).isFalse();
    }

    @Test
    void aStepThatGoesBackIsMoreThanTheOneThatWasCutOff() {
        List<Kill> twenty = kills(20, 3);
        assertThat(repeated(twenty, 0, 0).met()).isTrue();
        assertThat(repeated(twenty, 1, 0).met()).isFalse();
        assertThat(repeated(twenty, 1, 0).value()).isEqualTo(1);
        assertThat(repeated(twenty, 0, 1).met()).as("a second repository").isFalse();
        assertThat(repeated(kills(19, 3), 0, 0).met()).isFalse();
    }

    private static Benchmark.Figure repeated(List<Kill> kills, int goneBack, long duplicates) {
        Endured.Again again = new Endured.Again(24, goneBack, 9);
        return Bench.REPEATED_WORK.figure(result(100, 2, duplicates, null, endured(kills, 0, 209, again)));
    }

    @Test
    void anOutageMayCostNoAgentRunAndHasToBeSeenToEnd() {
        List<Kill> outage = List.of(kill("engine", "", 45));
        assertThat(outage(outage, 2, 32).met()).isTrue();
        assertThat(outage(outage, 2, 32).value()).isEqualTo(15);
        assertThat(outage(List.of(kill("engine", "", 46)), 2, 32).met()).isFalse();
        assertThat(outage(outage, 3, 32).met()).as("by the workflows").isFalse();
        assertThat(outage(outage, 2, 33).met()).as("by the processes").isFalse();
        assertThat(outage(kills(outage, List.of(kill("engine", "", null))), 2, 32)
                        .met())
                .isFalse();
        assertThat(outage(List.of(), 2, 32).met()).isFalse();
    }

    private static Benchmark.Figure outage(List<Kill> kills, int runs, long starts) {
        return Bench.SERVER_OUTAGE.figure(result(16, runs, 0, null, endured(kills, 0, starts, ONCE)));
    }

    @Test
    void efficiencyIsThatOfWorkersThatRanBefore() {
        BatchResult slow = result(40, 2, 0, 0.5, Endured.NOTHING);
        BatchResult fast = result(40, 2, 0, 0.65, Endured.NOTHING);
        assertThat(EfficiencyBench.SHORT_RUNS.figure(slow, fast).met()).isTrue();
        assertThat(EfficiencyBench.SHORT_RUNS.figure(fast, slow).met()).isFalse();
        assertThat(EfficiencyBench.LONG_RUNS.figure(fast, fast).met()).isFalse();
        assertThat(EfficiencyBench.SHORT_RUNS
                        .figure(fast, result(40, 2, 1, 0.9, Endured.NOTHING))
                        .met())
                .as("a second repository")
                .isFalse();
    }

    @Test
    void answersThatAreKeptSaveNineRequestsOfTen() {
        EtagBench.Charged plain = new EtagBench.Charged(50, 250, 50);
        assertThat(EtagBench.figure(plain, new EtagBench.Charged(50, 25, 10)).met())
                .isTrue();
        assertThat(EtagBench.figure(plain, new EtagBench.Charged(50, 26, 10)).met())
                .isFalse();
        assertThat(EtagBench.figure(new EtagBench.Charged(0, 0, 0), plain).met())
                .isFalse();
    }
}
