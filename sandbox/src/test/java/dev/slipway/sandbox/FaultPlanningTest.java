package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests a fault happens to, and what is kept of that. */
class FaultPlanningTest {
    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock();
    private SandboxServer sandbox;
    private FaultClient faults;
    private RestClient client;

    @BeforeEach
    void start() throws IOException {
        sandbox = SandboxServer.start(SandboxOptions.in(folder).withClock(clock));
        faults = new FaultClient(sandbox.url());
        client = RestClient.as(sandbox, "factory-1");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void theSameSeedHitsTheSameRequestsAndAnotherOneOthers() {
        List<Integer> seven = struckOf(60, "{'kind':'server-error','share':0.3,'seed':7}");
        List<Integer> again = struckOf(60, "{'kind':'server-error','share':0.3,'seed':7}");
        List<Integer> eight = struckOf(60, "{'kind':'server-error','share':0.3,'seed':8}");

        assertThat(seven).isEqualTo(again).isNotEqualTo(eight).hasSizeBetween(9, 27);
    }

    @Test
    void aRestartGoesOnWhereThePlanWas() throws IOException {
        List<Integer> whole = struckOf(40, "{'kind':'server-error','share':0.4,'seed':3}");

        faults.add("{'kind':'server-error','share':0.4,'seed':3}");
        List<Integer> parts = new ArrayList<>(struck(0, 20));
        sandbox.close();
        start();
        parts.addAll(struck(20, 40));

        assertThat(parts).isEqualTo(whole);
        assertThat(faults.all().at("/faults/0/hits").asInt()).isEqualTo(whole.size());
        assertThat(faults.all().at("/faults/0/seen").asInt()).isEqualTo(40);
    }

    @Test
    void whatIsOverStaysOverAfterARestart() throws IOException {
        String once = faults.add("{'kind':'server-error','times':1,'route':'GET /user'}");
        String brief = faults.add("{'kind':'server-error','for':'30s','route':'GET /meta'}");
        client.get("/user").expect(502);

        sandbox.close();
        clock.forward(Duration.ofSeconds(29));
        start();

        client.get("/user").expect(200);
        client.get("/meta").expect(502);
        clock.forward(Duration.ofSeconds(1));
        client.get("/meta").expect(200);
        assertThat(faults.one(once).path("state").asText()).isEqualTo("over");
        assertThat(faults.one(brief).path("state").asText()).isEqualTo("over");
        assertThat(faults.add("{'kind':'slow'}")).isNotIn(once, brief);
    }

    @Test
    void aFaultCanBeginLater() {
        String id = faults.add("{'kind':'server-error','after':'10s','for':'10s'}");

        client.get("/user").expect(200);
        assertThat(faults.one(id).path("state").asText()).isEqualTo("waiting");
        clock.forward(Duration.ofSeconds(10));
        client.get("/user").expect(502);
        clock.forward(Duration.ofSeconds(10));
        client.get("/user").expect(200);
    }

    @Test
    void aPeriodicFaultHitsOneRequestEachTime() throws IOException {
        faults.add("{'kind':'server-error','every':'5s'}");

        client.get("/user").expect(200);
        clock.forward(Duration.ofSeconds(5));
        client.get("/user").expect(502);
        client.get("/user").expect(200);
        clock.forward(Duration.ofSeconds(4));
        client.get("/user").expect(200);
        sandbox.close();
        clock.forward(Duration.ofSeconds(11));
        start();
        client.get("/user").expect(502);
        client.get("/user").expect(200);
    }

    @Test
    void aPeriodicProfileTakesTurns() {
        JsonNode added = faults.ask("{'profile':'limits','every':'5s','seed':3}")
                .expect(201)
                .json();
        assertThat(added.path("faults")).isNotEmpty();
        client.post("/user/repos", "{'name':'vault'}").expect(201);

        int struck = 0;
        for (int second = 0; second < 100; second++) {
            clock.forward(Duration.ofSeconds(1));
            struck += client.patch("/repos/factory-1/vault", "{'description':'new'}")
                                    .status()
                            == 200
                    ? 0
                    : 1;
        }

        assertThat(struck).isEqualTo(faults.all().path("hits").asInt()).isBetween(17, 20);
        assertThat(StreamSupport.stream(faults.all().path("faults").spliterator(), false)
                        .filter(fault -> fault.path("hits").asInt() > 0))
                .hasSizeGreaterThan(1);
    }

    @Test
    void theFirstFaultThatWantsARequestHasIt() {
        faults.add("{'kind':'server-error','status':500,'times':1}");
        faults.add("{'kind':'server-error','status':503}");

        client.get("/user").expect(500);
        client.get("/user").expect(503);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limits", "flaky", "all"})
    void aProfileReplacesTheOneBefore(String profile) {
        String own = faults.add("{'kind':'slow','times':1}");
        faults.ask("{'profile':'all'}").expect(201);
        int count = faults.ask("{'profile':'" + profile + "','seed':7}")
                .expect(201)
                .json()
                .path("faults")
                .size();

        assertThat(faults.all().path("count").asInt()).isEqualTo(count + 1);
        assertThat(StreamSupport.stream(faults.all().path("faults").spliterator(), false)
                        .map(fault -> fault.path("seed").asLong())
                        .distinct())
                .hasSize(count + 1);
        faults.ask("{'profile':'none'}").expect(201);
        assertThat(faults.all().path("count").asInt()).isEqualTo(1);
        faults.remove(own).expect(200);
        faults.remove(own).expect(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                      | kind       | drop-after",
                "{'kind':'drop-afetr'}                                   | kind       | drop-after",
                "{'kind':7}                                              | kind       | 7",
                "{'kind':'slow','shar':0.5}                              | shar       | share",
                "{'kind':'slow','share':0}                               | share      | above 0",
                "{'kind':'slow','share':1.5}                             | share      | 1.5",
                "{'kind':'slow','share':'half'}                          | share      | half",
                "{'kind':'slow','times':0}                               | times      | 0",
                "{'kind':'slow','for':'30'}                              | for        | 5s",
                "{'kind':'slow','every':'0s'}                            | every      | 0s",
                "{'kind':'slow','delay':'2m'}                            | delay      | at most 1m",
                "{'kind':'slow','route':'POST nowhere'}                  | route      | git-push",
                "{'kind':'slow','route':'/a?b=c'}                        | route      | query",
                "{'kind':'git-cut','route':'rest'}                       | route      | only in git",
                "{'kind':'git-cut','at':'end'}                           | at         | answer",
                "{'kind':'slow','user':'nobody'}                         | user       | nobody",
                "{'kind':'session-limit','user':'factory-1'}             | user       | model",
                "{'kind':'drop-after','delay':'1s'}                      | delay      | drop-after",
                "{'kind':'server-error','status':404}                    | status     | 404",
                "{'kind':'secondary-limit','retryAfter':'soon'}          | retryAfter | soon",
                "{'kind':'slow','seed':'x'}                              | seed       | x",
                "{'profile':'chaos'}                                     | profile    | flaky",
                "{'profile':'flaky','kind':'slow'}                       | kind       | seed",
                "[]                                                      | ''         | object",
            })
    void whatMakesNoSenseIsRefusedWithItsKey(String fault, String key, String word) {
        RestClient.Reply refused = faults.ask(fault).expect(400);

        assertThat(refused.text("key")).isEqualTo(key);
        assertThat(refused.text("message")).contains(key).contains(word);
        assertThat(faults.all().path("count").asInt()).isZero();
    }

    @Test
    void aPageInABrowserSetsNoFaults() {
        new RestClient(sandbox.url() + "/_sandbox", null)
                .send(
                        "POST",
                        "/faults",
                        "{'kind':'slow'}",
                        Map.of("Sec-Fetch-Site", "cross-site", "Content-Type", "text/plain"))
                .expect(403);
        assertThat(faults.all().path("count").asInt()).isZero();
    }

    private List<Integer> struckOf(int requests, String fault) {
        String id = faults.add(fault);
        List<Integer> struck = struck(0, requests);
        faults.remove(id).expect(200);
        return struck;
    }

    private List<Integer> struck(int from, int to) {
        List<Integer> struck = new ArrayList<>();
        for (int request = from; request < to; request++) {
            if (client.get("/user").status() != 200) {
                struck.add(request);
            }
        }
        return struck;
    }
}
