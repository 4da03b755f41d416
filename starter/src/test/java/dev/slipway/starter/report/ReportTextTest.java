package dev.slipway.starter.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.activities.ledger.Figures;
import dev.slipway.activities.ledger.LedgerReader.Run;
import dev.slipway.activities.ledger.WorkReport;
import dev.slipway.activities.ledger.WorkReport.ErrorKind;
import dev.slipway.starter.output.Csv;
import dev.slipway.starter.output.Style;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTextTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    @Test
    void aValueThatWouldBreakALineIsQuoted() {
        assertThat(Csv.line("a,b", "say \"no\"", "two\nlines", "plain", null, 7))
                .isEqualTo("\"a,b\",\"say \"\"no\"\"\",\"two\nlines\",plain,,7");
    }

    @Test
    void aNameThatASpreadsheetWouldRunIsText() {
        assertThat(Csv.line("=HYPERLINK(\"http://x\")", "-1+2", "@x", new BigDecimal("-1.5")))
                .isEqualTo("\"'=HYPERLINK(\"\"http://x\"\")\",'-1+2,'@x,-1.5");
    }

    @ParameterizedTest
    @CsvSource({"0, $0.00", "0.0004, $0.0004", "0.00040000, $0.0004", "12.345, $12.35", "0.01, $0.01", "1E+3, $1000.00"
    })
    void moneyIsRoundedToCentsUnlessItIsLess(BigDecimal amount, String shown) {
        assertThat(Amounts.usd(amount)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"950, 950", "12345, 12.3k", "4560000, 4.56M"})
    void tokensAreShort(long tokens, String shown) {
        assertThat(Amounts.tokens(tokens)).isEqualTo(shown);
    }

    @Test
    void theTrendIsAgainstThePeriodBefore() {
        List<Trends.Trend> trends = Trends.of(figures(12, "90.9", 300), figures(8, "80.0", 400));

        assertThat(trends)
                .extracting(trend -> trend.name() + ": " + trend.change())
                .contains(
                        "runs ended: +50.0 %", "success rate: +10.9 points", "time, median: -25.0 %", "failed: 0.0 %");
        assertThat(Trends.of(figures(12, "90.9", 300), figures(0, null, 0)))
                .filteredOn(trend -> trend.key().equals("runs"))
                .extracting(Trends.Trend::change)
                .containsExactly("");
    }

    @Test
    void eachFormatHasTheRunsAndMarkdownLetsNothingOut() {
        Run run = new Run(
                "project/demo/a|b",
                NOON,
                NOON.plusSeconds(65),
                "project",
                "demo",
                "a|b",
                "acme/ab",
                "https://github.test/acme/ab/pull/1",
                "solc",
                "failed",
                "verify",
                "no, \"why\"",
                2,
                new BigDecimal("0.1234"),
                new BigDecimal("0.5"));
        ReportText text = new ReportText(
                new WorkReport(
                        NOON.minusSeconds(60),
                        NOON.plusSeconds(600),
                        figures(1, null, 65),
                        figures(0, null, 0),
                        List.of(run),
                        List.of(new ErrorKind("verify", "test failed", 2, 1, "<img src=x>"))),
                ZoneOffset.UTC);

        assertThat(text.csv())
                .hasSize(2)
                .last()
                .isEqualTo(
                        "2026-11-01T12:00:00Z,2026-11-01T12:01:05Z,project,demo,a|b,solc,failed,verify,65,2,0.1234,0.5,"
                                + "acme/ab,https://github.test/acme/ab/pull/1,\"no, \"\"why\"\"\"");
        assertThat(text.figures())
                .contains(
                        "figure,runs,1,0,,percent,,",
                        "figure,medianTimeSeconds,65.000,0.000,,percent,,",
                        "error,verify: test failed,2,,,,1,<img src=x>");
        assertThat(text.trend().path("successPercent").path("in").asText()).isEqualTo("points");
        assertThat(text.markdown())
                .contains("| test failed | verify | 2 | 1 | \\<img src=x\\> |")
                .anySatisfy(line -> assertThat(line)
                        .startsWith("| 2026-11-01 12:01 | demo/a\\|b | failed | 1m05s | 2 | $0.12 | $0.50 |"));
        assertThat(text.text(Style.of(false, Map.of())))
                .anySatisfy(line -> assertThat(line).contains("demo/a|b", "failed", "1m05s", "$0.12", "$0.50"));
    }

    private static Figures figures(int runs, String success, int seconds) {
        return new Figures(
                runs,
                runs,
                1,
                0,
                0,
                success == null ? null : new BigDecimal(success),
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(seconds),
                BigDecimal.ONE,
                null,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                0,
                0);
    }
}
