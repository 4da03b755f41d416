package dev.slipway.activities.ledger;

import static dev.slipway.activities.ledger.Rows.EVER;
import static dev.slipway.activities.ledger.Rows.LATER;
import static dev.slipway.activities.ledger.Rows.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.slipway.ledger.Decision;
import dev.slipway.ledger.LimitMet;
import dev.slipway.ledger.RunRecord;
import dev.slipway.run.RunState;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds in both databases. */
abstract class LedgerContract {
    private static final int WRITERS = 8;
    private static final int ROWS = 1_000;

    @TempDir
    Path folder;

    private Ledger ledger;
    private LedgerWriter writer;
    private LedgerReader reader;

    /** Another connection to the same ledger. */
    abstract Ledger open();

    /** One that nothing was written to. */
    abstract Ledger openAnother();

    @BeforeEach
    void begin() {
        ledger = open();
        writer = new LedgerWriter(ledger);
        reader = new LedgerReader(ledger);
    }

    @AfterEach
    void end() {
        ledger.close();
    }

    @Test
    void whatIsWrittenTwiceIsThereOnce() throws IOException {
        RunRecord run = Rows.run("vault", RunState.FAILED, NOON, Duration.ofMinutes(5), 4);
        int rows = writer.record(run);
        assertThat(rows).isEqualTo(5);
        Path once = folder.resolve("once");
        long exported = new LedgerFile(ledger).exportTo(once);

        int again = writer.record(run);
        int twice = writer.agentRan(run.agentRuns().get(0), null);

        assertThat(again).isEqualTo(4);
        assertThat(twice).isEqualTo(1);
        assertThat(exported).isEqualTo(5);
        Path then = folder.resolve("then");
        assertThat(new LedgerFile(ledger).exportTo(then)).isEqualTo(5);
        assertThat(then).hasSameTextualContentAs(once);
    }

    @Test
    void aRunThatWasResetTakesThePlaceOfItsFormerEndAndOneThatWentOnDoesNot() {
        writer.record(Rows.run("vault", RunState.FAILED, NOON, Duration.ofMinutes(5), 4));
        writer.record(Rows.run("vault", RunState.COMPLETED, NOON, Duration.ofMinutes(9), 5));
        assertThat(reader.runs(EVER, LATER)).extracting(LedgerReader.Run::state).containsExactly("completed");

        writer.record(Rows.run("vault", RunState.COMPLETED, NOON.plusSeconds(900), Duration.ofMinutes(1), 1));
        assertThat(reader.runs(EVER, LATER)).hasSize(2);
        assertThat(reader.repository("project/demo/vault")).contains("acme/vault");
        assertThat(reader.repository("project/demo/other")).isEmpty();
    }

    @Test
    void anAgentsRunThatItsHostWroteIsNotWrittenAgainByAnother() {
        writer.agentRan(Rows.agentRun("vault", "1-generate", "host-2", NOON, "0.33", "metered"), null);

        writer.record(Rows.run("vault", RunState.COMPLETED, NOON, Duration.ofMinutes(5), 1));

        assertThat(reader.agentRuns(EVER, LATER))
                .extracting(LedgerReader.AgentRun::costUsd)
                .containsExactly(new BigDecimal("0.33"));
    }

    @Test
    void aStepThatWasRepeatedOnAnotherHostWasPaidForTwice() {
        writer.agentRan(Rows.agentRun("vault", "1-generate", "host-1", NOON, "0.30", "metered"), null);
        writer.agentRan(Rows.agentRun("vault", "1-generate", "host-2", NOON.plusSeconds(60), "0.40", "metered"), null);

        assertThat(costs(CostBy.PROJECT).total().usd()).isEqualByComparingTo("0.70");
    }

    @Test
    void aLimitThatIsSaidAgainLaterWasMetOnce() {
        var run = Rows.agentRun("vault", "1-generate", "host-1", NOON, "0", "metered");
        writer.agentRan(run, Rows.limit(NOON));
        writer.agentRan(run, Rows.limit(NOON.plusSeconds(30)));

        assertThat(reader.limits(EVER, LATER)).containsExactly(Rows.limit(NOON));
    }

    @Test
    void moneyIsExactAndKeepsItsScale() {
        for (int i = 0; i < 10; i++) {
            writer.agentRan(Rows.agentRun("vault", i + "-fix", "host-1", NOON.plusSeconds(i), "0.1", "metered"), null);
        }
        assertThat(costs(CostBy.AGENT).total().usd()).isEqualTo(new BigDecimal("1.0"));

        writer.agentRan(
                Rows.agentRun("vault", "10-fix", "host-1", NOON, "0.0000000375123456789", "subscription"), null);
        assertThat(costs(CostBy.SEAT).total().listPriceUsd()).isEqualTo(new BigDecimal("0.0000000375123456789"));
        assertThat(costs(CostBy.SEAT).total().usd()).isEqualTo(new BigDecimal("1.0"));
    }

    @Test
    void writersDoNotGetInEachOthersWay() throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        // Of several processes, as far as the database can tell.
        List<Ledger> opened = new ArrayList<>();
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                Ledger own = i % 2 == 0 ? ledger : open();
                opened.add(own);
                LedgerWriter mine = new LedgerWriter(own);
                int number = i;
                done.add(writers.submit(() -> {
                    for (int row = number; row < ROWS; row += WRITERS) {
                        mine.decided(Rows.decision(NOON.plusSeconds(row), "pause"));
                    }
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
        } finally {
            writers.shutdownNow();
            opened.forEach(Ledger::close);
        }
        try (Ledger after = open()) {
            assertThat(new LedgerReader(after).decisions(EVER, LATER))
                    .hasSize(ROWS)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void whatWasKilledInTheMiddleLeavesNothingAndIsWrittenWhenItIsRepeated() {
        RunRecord run = Rows.run("vault", RunState.COMPLETED, NOON, Duration.ofMinutes(5), 1);
        try {
            ledger.use(connection -> {
                connection.createStatement().execute("DELETE FROM decision");
                LedgerRows.write(
                        connection,
                        ledger.dialect(),
                        LedgerTable.DECISION,
                        LedgerTable.DECISION.upsert(),
                        List.<Object[]>of(new Object[] {"id", NOON, "ann", "pause", "project/demo/vault", ""}));
                throw new IllegalStateException("the process is gone");
            });
        } catch (IllegalStateException expected) {
            assertThat(reader.decisions(EVER, LATER)).isEmpty();
        }
        writer.record(run);
        writer.record(run);
        assertThat(reader.runs(EVER, LATER)).hasSize(1);
    }

    @Test
    void theWholeLedgerGoesToAFileAndBack() throws IOException {
        everything();
        Path file = folder.resolve("ledger.jsonl");
        long rows = new LedgerFile(ledger).exportTo(file);
        try (Ledger another = openAnother()) {
            assertThat(new LedgerFile(another).importFrom(file)).isEqualTo(rows);
            assertThat(new LedgerFile(another).importFrom(file)).isEqualTo(rows);
            Path again = folder.resolve("again.jsonl");
            new LedgerFile(another).exportTo(again);
            assertThat(again).hasSameTextualContentAs(file);
        }
        assertThat(Files.readString(file)).contains("日本");
    }

    void everything() {
        writer.record(Rows.run("vault", RunState.FAILED, NOON, Duration.ofMinutes(5), 4));
        writer.record(Rows.run("other", RunState.COMPLETED, NOON.plusSeconds(60), Duration.ofMinutes(2), 1));
        writer.agentRan(
                Rows.agentRun("vault", "3-fix", "host-1", NOON, "12345678901234567890.000000000001000", "subscription"),
                Rows.limit(NOON));
        writer.decided(Rows.decision(NOON, "approve"));
        writer.limitMet(new LimitMet(NOON, "account/alice", "unauthorized", "", null, "401"));
    }

    @Test
    void aCutOffFileIsRefusedWholeWithItsLine() throws IOException {
        everything();
        Path file = folder.resolve("ledger.jsonl");
        new LedgerFile(ledger).exportTo(file);
        List<String> lines = Files.readAllLines(file);
        Files.write(file, lines.subList(0, lines.size() - 2));
        try (Ledger another = openAnother()) {
            assertThat(catchThrowable(() -> new LedgerFile(another).importFrom(file)))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            file + ":" + (lines.size() - 1) + ": the file ends before its last line: it was cut off");
            assertThat(new LedgerReader(another).runs(EVER, LATER)).isEmpty();
        }
        Files.writeString(file, lines.get(0) + "\n{\"decision\":{\"id\":7}}\n");
        assertThat(catchThrowable(() -> new LedgerFile(ledger).importFrom(file)))
                .hasMessage(file + ":2: 'id' of decision is no text");
    }

    @Test
    void costsAreAddedUpByWhatIsAsked() {
        everything();
        Instant started = NOON.plusSeconds(7_200);
        writer.agentRan(Rows.agentRun("open", "1-generate", "host-1", started, "0.005", ""), null);

        assertThat(costs(CostBy.PROJECT).lines())
                .extracting(line -> line.key() + " " + line.runs() + " " + line.usd())
                .containsExactly("demo/open 1 0.005", "demo/other 1 0.10", "demo/vault 2 0.10");
        assertThat(costs(CostBy.ACCOUNT).lines())
                .extracting(line -> line.key() + " " + line.runs())
                .containsExactly("(none) 1", "alice 3");
        assertThat(costs(CostBy.DAY).lines()).extracting(CostReport.Line::key).containsExactly("2026-11-01");
        assertThat(costs(CostBy.SEAT).total().listPriceUsd()).isEqualByComparingTo("12345678901234567890.000000000001");
    }

    @Test
    void aReportTellsWhatWasDoneAndComparesItWithThePeriodBefore() {
        for (int i = 1; i <= 10; i++) {
            writer.record(Rows.run("b" + i, RunState.COMPLETED, NOON.plusSeconds(i), Duration.ofMinutes(i), 1 + i % 2));
        }
        writer.record(Rows.run("bad", RunState.FAILED, NOON, Duration.ofMinutes(3), 4));
        writer.record(Rows.run("early", RunState.COMPLETED, NOON.minusSeconds(3_600), Duration.ofMinutes(20), 1));

        writer.limitMet(Rows.limit(NOON));
        writer.limitMet(new LimitMet(NOON, "seat/claude/team-max", "parked", "", null, "SESSION_LIMIT"));
        writer.limitMet(new LimitMet(NOON, "account/alice", "unauthorized", "", null, "401"));
        writer.limitMet(new LimitMet(NOON.plusSeconds(9), "account/alice", "returned", "", null, "was unauthorized"));

        WorkReport report = WorkReport.of(reader, NOON.minusSeconds(600), NOON.plusSeconds(3_000));

        assertThat(report.now().completed()).isEqualTo(10);
        assertThat(report.now().successPercent()).isEqualTo(new BigDecimal("90.9"));
        assertThat(report.now().medianTime()).isEqualTo(Duration.ofSeconds(330));
        assertThat(report.now().p90Time()).isEqualTo(Duration.ofMinutes(9));
        assertThat(report.now().attempts()).isEqualTo(new BigDecimal("1.73"));
        assertThat(report.now().firstTryPercent()).isEqualTo(new BigDecimal("50.0"));
        assertThat(report.now().usd()).isEqualByComparingTo("1.10");
        assertThat(report.now().limits()).isEqualTo(2);
        assertThat(report.before().completed()).isEqualTo(1);
        assertThat(report.before().successPercent()).isEqualTo(new BigDecimal("100.0"));
        assertThat(report.errors())
                .containsExactly(new WorkReport.ErrorKind("verify", "test failed", 1, 1, "expected 1, \"was\" 2; 日本"));
    }

    @Test
    void periodsMeetWithoutOverlap() {
        writer.decided(Rows.decision(NOON, "pause"));
        assertThat(reader.decisions(EVER, NOON)).isEmpty();
        assertThat(reader.decisions(NOON, LATER)).extracting(Decision::what).containsExactly("pause");
    }

    @Test
    void itsIdentityIsItsOwnAndStays() {
        String identity = ledger.identity();
        try (Ledger same = open();
                Ledger other = openAnother()) {
            assertThat(same.identity()).isEqualTo(identity);
            assertThat(other.identity()).isNotEqualTo(identity);
        }
    }

    private CostReport costs(CostBy by) {
        return CostReport.of(reader.agentRuns(EVER, LATER), by, ZoneOffset.UTC);
    }
}
