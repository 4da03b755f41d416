package dev.slipway.starter.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.run.RunState;
import dev.slipway.starter.output.Style;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchResultTest {
    private static final ProjectResult DONE = new ProjectResult(
            "vault",
            "solc",
            RunState.COMPLETED,
            "",
            "http://127.0.0.1:1/factory-1/vault",
            "http://127.0.0.1:1/factory-1/vault/pull/1",
            2,
            2,
            4200,
            97,
            31_000,
            8,
            9100);
    private static final ProjectResult STUCK = new ProjectResult(
            "auction",
            "solc",
            RunState.NEEDS_ATTENTION,
            "attempts ran out",
            "",
            "",
            4,
            4,
            8000,
            140,
            60_000,
            5,
            20_000);

    @Test
    void jsonHasAllThatWasPromised() {
        JsonNode json = result(0.87, DONE, STUCK).json();

        assertThat(json.path("batch").asText()).isEqualTo("week-1");
        assertThat(json.path("engine").asText()).isEqualTo("dev-server");
        assertThat(json.path("makespanMs").asLong()).isEqualTo(10_000);
        assertThat(json.path("agentMs").asLong()).isEqualTo(12_200);
        assertThat(json.path("efficiency").asDouble()).isEqualTo(0.87);
        assertThat(json.path("workersKilled").isInt()).isTrue();
        assertThat(json.path("serversKilled").isInt()).isTrue();
        assertThat(json.path("totals").properties())
                .extracting(java.util.Map.Entry::getKey)
                .contains(
                        "projects",
                        "completed",
                        "failed",
                        "repositories",
                        "pullRequests",
                        "duplicates",
                        "githubRequests");
        assertThat(json.path("projects").get(0).properties())
                .extracting(java.util.Map.Entry::getKey)
                .contains(
                        "name",
                        "toolchain",
                        "state",
                        "repository",
                        "pullRequest",
                        "attempts",
                        "events",
                        "historyBytes",
                        "githubRequests",
                        "durationMs");
        assertThat(json.path("projects").get(0).path("events").asInt()).isEqualTo(97);
    }

    @Test
    void efficiencyIsNullWhereTheAgentsTimeIsNotSet() {
        assertThat(BatchResult.efficiency(List.of(DONE), null, 8, 1000)).isNull();
        assertThat(result(null, DONE).json().path("efficiency").isNull()).isTrue();
    }

    @Test
    void efficiencyCountsRunsTimesTheTimeThatWasSetAndNeverWhatWasMeasured() {
        // 6 runs of 2 s on 2 slots take 6 s at best.
        assertThat(BatchResult.efficiency(List.of(DONE, STUCK), 2.0, 2, 8_000)).isEqualTo(0.75);
    }

    @Test
    void theLastLineSaysItAll() {
        assertThat(ResultText.lastLine(result(null, DONE, DONE))).isEqualTo("2 pull requests, 0 need you");
        assertThat(ResultText.lastLine(result(null, DONE, STUCK))).isEqualTo("1 pull request, 1 needs you");
    }

    @Test
    void whatNeedsPeopleComesWithTheCommandsToType() {
        assertThat(ResultText.next(result(null, DONE, STUCK), true))
                .containsExactly(
                        "auction needs attention: attempts ran out",
                        "  slipway show week-1/auction",
                        "  slipway logs week-1/auction",
                        "  slipway retry week-1/auction",
                        "  slipway skip week-1/auction");
        assertThat(ResultText.next(result(null, DONE), true)).isEmpty();
    }

    @Test
    void whereTheServerEndsTooNoCommandIsNamedThatCouldNotBeAnswered() {
        assertThat(ResultText.next(result(null, STUCK), false))
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("attempts ran out"))
                .anySatisfy(line -> assertThat(line).contains("--keep"))
                .noneSatisfy(line -> assertThat(line).contains("slipway retry"));
    }

    @Test
    void theTableHasALineForEachProject() {
        assertThat(ResultText.table(result(null, DONE, STUCK), Style.PLAIN))
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).contains("vault", "solc", "completed", "/pull/1"))
                .anySatisfy(line -> assertThat(line).contains("auction", "needs attention"));
    }

    private static BatchResult result(Double efficiency, ProjectResult... projects) {
        return new BatchResult(
                "week-1",
                "dev-server",
                10_000,
                efficiency,
                new BatchResult.Totals(projects.length, 1, projects.length - 1, 1, 1, 1, 0, 8),
                List.of(projects),
                Endured.NOTHING);
    }
}
