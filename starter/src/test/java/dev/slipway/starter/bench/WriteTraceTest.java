package dev.slipway.starter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.starter.run.BatchResult;
import dev.slipway.starter.run.Endured;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WriteTraceTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private final ObjectNode log = JsonNodeFactory.instance.objectNode();
    private final ArrayNode requests = log.putArray("requests");

    private ObjectNode request(String login, double second, String method, int status) {
        return requests.addObject()
                .put("time", START.plusMillis((long) (second * 1000)).toString())
                .put("method", method)
                .put("login", login)
                .put("status", status)
                .put("git", false)
                .putNull("fault");
    }

    private WriteTrace trace() {
        return WriteTrace.of(log);
    }

    @Test
    void countsWhatChangesSomethingByRestAndNotReadsAndPushes() {
        request("a", 0, "POST", 201);
        request("a", 1.2, "PUT", 200);
        request("a", 1.3, "GET", 200);
        request("a", 1.4, "POST", 200).put("git", true);
        request("b", 1.3, "POST", 201);
        assertThat(trace().writes()).isEqualTo(3);
        assertThat(trace().closest()).isEqualTo(Duration.ofMillis(1200));
    }

    @Test
    void tellsLimitsFromFaults() {
        request("a", 0, "POST", 403);
        request("a", 1, "GET", 429);
        request("a", 2, "POST", 403).put("fault", "account-suspended");
        request("a", 4, "POST", 422);
        assertThat(trace().limited()).isEqualTo(2);
        assertThat(trace().faults()).isEqualTo(1);
        assertThat(trace().writes()).as("a fault's write did not happen").isEqualTo(2);
    }

    @Test
    void countsTheBusiestMinuteOfEachPrincipal() {
        for (int i = 0; i < 60; i++) {
            request("a", i * 2, "POST", 201);
            request("b", i * 3, "POST", 201);
        }
        assertThat(trace().mostAMinute()).isEqualTo(30);
    }

    private static BatchResult result(int done, int repositories, long millis) {
        return new BatchResult(
                "bench",
                "dev-server",
                millis,
                null,
                new BatchResult.Totals(50, done, 50 - done, 0, repositories, done, 0, 0),
                List.of(),
                Endured.NOTHING);
    }

    private WriteTrace writes(int limited) {
        for (int i = 0; i < 150; i++) {
            request("user-" + i % 3, i, "POST", 201);
        }
        for (int i = 0; i < limited; i++) {
            request("user-0", 200 + i, "GET", 403);
        }
        return trace();
    }

    @Test
    void theBarIsOneAndAHalfOfAWriteASecondAndUser() {
        WriteTrace trace = writes(3);
        assertThat(PrincipalsBench.paced(result(50, 50, 75_000), trace))
                .satisfies(figure -> assertThat(figure.met()).isTrue())
                .satisfies(figure -> assertThat(figure.value()).isEqualTo(1.5));
        assertThat(PrincipalsBench.paced(result(50, 50, 75_100), trace).met()).isFalse();
        assertThat(PrincipalsBench.paced(result(49, 50, 60_000), trace).met()).isFalse();
    }

    @Test
    void aFourthLimitResponseMissesIt() {
        assertThat(PrincipalsBench.paced(result(50, 50, 60_000), writes(4)).met())
                .isFalse();
    }

    @Test
    void writesOfOneUserWithinASecondMissIt() {
        request("user-0", 1_000, "POST", 201);
        request("user-0", 1_000, "POST", 201);
        WriteTrace trace = writes(0);
        assertThat(PrincipalsBench.paced(result(50, 50, 60_000), trace).met()).isFalse();
    }

    @Test
    void whoeverIsLostHalfWayLeavesNothingUndoneOrLeftOver() {
        WriteTrace trace = writes(0);
        Optional<Losing.Struck> struck = Optional.of(new Losing.Struck(START.plusSeconds(75), 75));
        assertThat(PrincipalsBench.survived(result(50, 50, 90_000), trace, struck)
                        .met())
                .isTrue();
        assertThat(PrincipalsBench.survived(result(49, 50, 90_000), trace, struck)
                        .met())
                .isFalse();
        assertThat(PrincipalsBench.survived(result(50, 51, 90_000), trace, struck)
                        .met())
                .as("a repository is left over")
                .isFalse();
        assertThat(PrincipalsBench.survived(result(50, 50, 90_000), trace, Optional.empty())
                        .met())
                .as("nobody was lost")
                .isFalse();
    }
}
