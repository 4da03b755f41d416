package dev.slipway.starter.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.activities.ledger.Ledger;
import dev.slipway.activities.ledger.LedgerWriter;
import dev.slipway.ledger.AgentRunRecord;
import dev.slipway.ledger.Decision;
import dev.slipway.ledger.RunRecord;
import dev.slipway.run.RunKey;
import dev.slipway.run.RunState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code cost}, {@code report}, {@code audit} and {@code ledger}, on a ledger that has one run in it. */
class LedgerCommandsTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void eachTellsWhatTheLedgerHas() throws IOException {
        written();

        assertThat(slipway("cost", "--by", "project")).isZero();
        assertThat(out()).contains("demo/vault", "$0.13", "1.0k");
        assertThat(slipway("cost", "--by", "seat", "--json")).isZero();
        JsonNode line = new ObjectMapper().readTree(out()).path("lines").path(0);
        assertThat(line.path("key").asText()).isEqualTo("claude/team-max");
        assertThat(new BigDecimal(line.path("usd").asText())).isEqualByComparingTo("0.125");
        assertThat(slipway("cost", "--csv")).isZero();
        assertThat(out().lines().toList().get(1)).endsWith(",1,40,1000,500,0,0,0.125,0,0");
        assertThat(slipway("report", "--since", "2d")).isZero();
        assertThat(out()).contains("success rate", "100.0 %", "demo/vault");
        assertThat(slipway("report", "--format", "markdown")).isZero();
        assertThat(out()).startsWith("# What was done").contains("| completed | 1 | 0 |");
        assertThat(slipway("report", "--format", "json")).isZero();
        JsonNode report = new ObjectMapper().readTree(out());
        assertThat(report.path("now").path("successPercent").asText()).isEqualTo("100.0");
        assertThat(report.path("trend").path("successPercent").path("in").asText())
                .isEqualTo("points");
        assertThat(report.path("runs").path(0).path("project").asText()).isEqualTo("vault");
        assertThat(slipway("report", "--format", "csv")).isZero();
        assertThat(out().lines().toList()).hasSize(2).last().asString().contains(",vault,solc,completed,");
        assertThat(slipway("report", "--format", "figures")).isZero();
        assertThat(out()).contains("figure,successPercent,100.0,,,points,,");
        assertThat(slipway("cost", "--by", "category")).isZero();
        assertThat(out()).contains("CATEGORY", "development", "$0.13");
        assertThat(slipway("audit")).isZero();
        assertThat(out()).contains("ann", "approve", "project/demo/vault", "looks good");
        assertThat(slipway("audit", "--json")).isZero();
        assertThat(new ObjectMapper().readTree(out()).path("by").asText()).isEqualTo("ann");
    }

    @Test
    void theLedgerGoesToAFileAndIntoAnother() throws IOException {
        written();
        assertThat(slipway("ledger", "export", "all.jsonl")).isZero();
        assertThat(out()).isEqualTo("wrote 3 rows to all.jsonl\n");
        assertThat(slipway("ledger", "export", "all.jsonl")).isEqualTo(2);
        assertThat(err()).contains("--force");

        Files.delete(folder.resolve("home/state/ledger.db"));
        assertThat(slipway("ledger", "import", "all.jsonl")).isZero();
        assertThat(out()).isEqualTo("read 3 rows from all.jsonl\n");
        assertThat(slipway("cost", "--by", "agent")).isZero();
        assertThat(out()).contains("claude", "$0.13");

        Files.writeString(folder.resolve("notes.txt"), "no export\n");
        assertThat(slipway("ledger", "import", "notes.txt")).isEqualTo(1);
        assertThat(err()).contains("notes.txt:1:");
        assertThat(slipway("ledger", "import", "none.jsonl")).isEqualTo(2);
    }

    @Test
    void withoutALedgerTheySayWhereItWouldBeAndMakeNone() {
        assertThat(slipway("cost")).isEqualTo(1);
        assertThat(err()).contains("There is no ledger yet", "stores.ledger");
        assertThat(slipway("report", "--sandbox")).isEqualTo(1);
        assertThat(err()).contains("slipway run --sandbox");
        assertThat(folder.resolve("home/state")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "7", "2026-13-01", "2999-01-01", "999999w"})
    void aSinceThatMakesNoSenseIsWrongUsage(String since) {
        assertThat(slipway("report", "--since", since)).isEqualTo(2);
        assertThat(err()).contains("--since " + since);
    }

    @Test
    void anUnknownKeyAndTwoFormatsAreWrongUsage() {
        assertThat(slipway("cost", "--by", "moon")).isEqualTo(2);
        assertThat(slipway("cost", "--csv", "--json")).isEqualTo(2);
    }

    @Test
    void aWrongStoreIsToldWithFileAndLine() throws IOException {
        Path config = Files.createDirectories(folder.resolve("home/config")).resolve("config.yaml");
        Files.writeString(config, "stores:\n  ledger: jdbc:mysql://db/slipway\n");
        assertThat(slipway("cost")).isEqualTo(2);
        assertThat(err()).contains(config + ":2: 'ledger' under 'stores'");
    }

    private void written() {
        Instant started = Instant.now().minusSeconds(3_600);
        String id = "project/demo/vault";
        RunKey key = RunKey.of("k3y00001");
        AgentRunRecord agent = new AgentRunRecord(
                id,
                key,
                "1-generate",
                "host-1",
                "GENERATE",
                "development",
                "claude",
                "team-max",
                "metered",
                "some-model",
                "COMPLETED",
                null,
                started,
                Duration.ofSeconds(40),
                3,
                1_000,
                500,
                0,
                0,
                new BigDecimal("0.125"),
                false);
        try (Ledger ledger = Ledger.in(folder.resolve("home/state/ledger.db"))) {
            LedgerWriter writer = new LedgerWriter(ledger);
            writer.record(new RunRecord(
                    id,
                    key,
                    started,
                    started.plusSeconds(90),
                    "project",
                    "demo",
                    "vault",
                    "acme/vault",
                    "",
                    "solc",
                    "development",
                    RunState.COMPLETED,
                    "PULL_REQUEST",
                    "",
                    1,
                    new BigDecimal("0.125"),
                    "alice",
                    "claude",
                    "host-1",
                    List.of(),
                    List.of(agent),
                    List.of(),
                    null,
                    null));
            writer.decided(new Decision(started.plusSeconds(60), "ann", "approve", id, "looks good"));
        }
    }

    private int slipway(String... arguments) {
        out.reset();
        err.reset();
        Map<String, String> environment =
                Map.of("SLIPWAY_HOME", folder.resolve("home").toString(), "PATH", System.getenv("PATH"));
        return CommandLines.run(
                new Surroundings(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        environment,
                        folder),
                arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
