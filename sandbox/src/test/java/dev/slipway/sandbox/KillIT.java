package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A killed sandbox has lost nothing that it said was done. */
class KillIT {
    private static final String REPO = "/repos/factory-1/vault";

    @TempDir
    Path folder;

    @Test
    void findsEverythingAgainAtTheSameAddress() throws Exception {
        int port;
        String token;
        JsonNode before;
        JsonNode pull;
        try (SandboxProcess sandbox = SandboxProcess.start(folder, 0)) {
            assertThat(sandbox.announcedPid()).isEqualTo(sandbox.pid());
            port = sandbox.port();
            token = sandbox.token("factory-1");
            RestClient client = sandbox.as("factory-1");
            client.post(
                            "/user/repos",
                            "{'name':'vault','description':'V (slipway: project/demo/vault)','auto_init':true}")
                    .expect(201);
            String tip = client.get(REPO + "/git/ref/heads/main")
                    .json()
                    .at("/object/sha")
                    .asText();
            client.post(REPO + "/git/refs", "{'ref':'refs/heads/slipway/r','sha':'" + tip + "'}")
                    .expect(201);
            client.put(REPO + "/contents/a.txt", "{'message':'m','content':'YQ==','branch':'slipway/r'}")
                    .expect(201);
            client.post(REPO + "/pulls", "{'title':'t','head':'slipway/r','base':'main'}")
                    .expect(201);
            client.put(REPO + "/pulls/1/merge", "{}").expect(200);
            client.post(REPO + "/issues", "{'title':'later','labels':['bug']}").expect(201);
            before = client.get(REPO).expect(200).json();
            pull = client.get(REPO + "/pulls/1").expect(200).json();
            sandbox.kill();
        }
        // What a kill can leave: half a line.
        Path journal = folder.resolve("data/journal.jsonl");
        Files.writeString(journal, Files.readString(journal) + "[{\"kind\":\"iss");

        try (SandboxProcess sandbox = SandboxProcess.start(folder, port)) {
            assertThat(sandbox.token("factory-1")).isEqualTo(token);
            RestClient client = sandbox.as("factory-1");
            RestClient.Reply after = client.get(REPO).expect(200);
            assertThat(after.json()).isEqualTo(before);
            assertThat(after.number("X-RateLimit-Used")).isEqualTo(10);
            assertThat(client.get(REPO + "/pulls/1").expect(200).json()).isEqualTo(pull);
            client.get(REPO + "/contents/a.txt").expect(200);
            assertThat(client.get(REPO + "/issues").json()).hasSize(1);
            assertThat(client.post(REPO + "/issues", "{'title':'next'}")
                            .expect(201)
                            .json()
                            .path("number")
                            .asInt())
                    .isEqualTo(3);
            JsonNode stats = sandbox.inspection().get("/stats").json();
            assertThat(stats.at("/totals/githubRequests").asInt()).isEqualTo(14);
            assertThat(stats.at("/projects/0/project").asText()).isEqualTo("project/demo/vault");
        }
    }

    @Test
    void hasEveryRepositoryThatItAnsweredForWhenKilledInTheMiddle() throws Exception {
        int port;
        List<String> answered = Collections.synchronizedList(new ArrayList<>());
        ExecutorService users = Executors.newFixedThreadPool(4);
        try (SandboxProcess sandbox = SandboxProcess.start(folder, 0)) {
            port = sandbox.port();
            AtomicInteger number = new AtomicInteger();
            for (int user = 1; user <= 4; user++) {
                RestClient client = sandbox.as("factory-" + user);
                users.execute(() -> createUntilKilled(client, number, answered));
            }
            await().until(() -> answered.size() >= 30);
            sandbox.kill();
            users.shutdown();
            assertThat(users.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            users.shutdownNow();
        }
        try (SandboxProcess sandbox = SandboxProcess.start(folder, port)) {
            RestClient client = sandbox.as("factory-1");
            for (String name : answered) {
                client.get("/repos/" + name + "/contents/README.md").expect(200);
            }
        }
    }

    @Test
    void saysWhatIsWrongWithItsFlags() throws Exception {
        Path output = folder.resolve("usage.txt");
        Process process = SandboxProcess.launch(output, List.of("--dri", "x"));
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(output).content().contains("unknown flag '--dri'");
    }

    private static void createUntilKilled(RestClient client, AtomicInteger number, List<String> answered) {
        try {
            while (true) {
                String name = "repo-" + number.incrementAndGet();
                RestClient.Reply reply = client.post("/user/repos", "{'name':'" + name + "','auto_init':true}");
                answered.add(reply.expect(201).text("full_name"));
            }
        } catch (UncheckedIOException e) {
            return; // killed
        }
    }
}
