package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepositoriesTest {
    @TempDir
    Path folder;

    private SandboxServer sandbox;
    private RestClient client;

    @BeforeEach
    void start() throws IOException {
        sandbox = SandboxServer.start(SandboxOptions.in(folder));
        client = RestClient.as(sandbox, "factory-1");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource({"my vault!, my-vault-", "ä, -", "a.b_c-d, a.b_c-d"})
    void putsADashForWhatANameMayNotHold(String wanted, String name) {
        RestClient.Reply reply =
                client.post("/user/repos", "{'name':'" + wanted + "'}").expect(201);
        assertThat(reply.text("name")).isEqualTo(name);
        assertThat(reply.text("clone_url")).isEqualTo(sandbox.url() + "/factory-1/" + name + ".git");
    }

    @ParameterizedTest
    @CsvSource({"., name is reserved", "vault.git, name is reserved", "' ', name is too short (minimum is 1 character)"
    })
    void refusesNamesAsGitHubDoes(String name, String message) {
        RestClient.Reply reply =
                client.post("/user/repos", "{'name':'" + name + "'}").expect(422);
        assertThat(reply.json().at("/errors/0/message").asText()).isEqualTo(message);
    }

    @Test
    void refusesANameThatIsTakenWhateverItsCase() {
        client.post("/user/repos", "{'name':'vault'}").expect(201);
        JsonNode error = client.post("/user/repos", "{'name':'Vault'}")
                .expect(422)
                .json()
                .at("/errors/0");
        assertThat(error.path("field").asText()).isEqualTo("name");
        assertThat(error.path("message").asText()).isEqualTo("name already exists on this account");
        client.get("/repos/Factory-1/VAULT").expect(200);
    }

    @Test
    void refusesTextsThatAreTooLongForGitHub() {
        client.post("/user/repos", "{'name':'vault','description':'" + "d".repeat(351) + "'}")
                .expect(422);
        client.post("/user/repos", "{'name':'vault','description':'" + "d".repeat(350) + "'}")
                .expect(201);
        client.post("/repos/factory-1/vault/issues", "{'title':'t','body':'" + "b".repeat(65_537) + "'}")
                .expect(422);
        client.post("/repos/factory-1/vault/issues", "{'title':'" + "t".repeat(257) + "'}")
                .expect(422);
    }

    @Test
    void leadsFromTheOldNameToTheNew() {
        client.post("/user/repos", "{'name':'vault'}").expect(201);
        client.patch("/repos/factory-1/vault", "{'name':'safe'}").expect(200);
        RestClient.Reply moved =
                client.get("/repos/factory-1/vault/issues?state=all").expect(301);
        String location = moved.header("Location").orElseThrow();
        assertThat(location).startsWith(sandbox.apiUrl() + "/repositories/").endsWith("/issues?state=all");
        new RestClient("", sandbox.token("factory-1")).get(location).expect(200);
        client.post("/user/repos", "{'name':'vault'}").expect(201);
        client.get("/repos/factory-1/vault").expect(200);
    }

    @Test
    void cutsListsIntoPages() {
        for (int number = 1; number <= 5; number++) {
            client.post("/user/repos", "{'name':'repo-" + number + "'}").expect(201);
        }
        List<String> names = new ArrayList<>();
        Optional<String> next = Optional.of(sandbox.apiUrl() + "/user/repos?per_page=2&affiliation=owner");
        RestClient absolute = new RestClient("", sandbox.token("factory-1"));
        while (next.isPresent()) {
            RestClient.Reply page = absolute.get(next.get()).expect(200);
            page.json().forEach(repository -> names.add(repository.path("name").asText()));
            next = page.header("Link").flatMap(RepositoriesTest::next);
        }
        assertThat(names).containsExactly("repo-1", "repo-2", "repo-3", "repo-4", "repo-5");
        RestClient.Reply second = client.get("/user/repos?page=2&per_page=2");
        assertThat(second.header("Link").orElseThrow())
                .contains("page=1&per_page=2>; rel=\"prev\"")
                .contains("page=3&per_page=2>; rel=\"last\"");
    }

    @Test
    void letsTenUsersCreateAtOnceAndGivesANameOnlyOnce() throws Exception {
        ExecutorService users = Executors.newFixedThreadPool(10);
        try {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int user = 1; user <= 10; user++) {
                RestClient own = RestClient.as(sandbox, "factory-" + user);
                for (int number = 1; number <= 5; number++) {
                    String body = "{'name':'repo-" + number + "','auto_init':true}";
                    tasks.add(() -> own.post("/user/repos", body).status());
                }
                if (user <= 5) {
                    tasks.add(() ->
                            own.post("/orgs/acme/repos", "{'name':'shared'}").status() - 1000);
                }
            }
            List<Integer> results = new ArrayList<>();
            for (Future<Integer> result : users.invokeAll(tasks)) {
                results.add(result.get());
            }
            assertThat(results).filteredOn(status -> status == 201).hasSize(50);
            assertThat(results).filteredOn(status -> status == 201 - 1000).hasSize(1);
            assertThat(results).filteredOn(status -> status == 422 - 1000).hasSize(4);
        } finally {
            users.shutdownNow();
        }
        assertThat(inspect("/stats").at("/totals/repositories").asInt()).isEqualTo(51);
    }

    @Test
    void opensAPullRequestOnlyForBranchesThatExistAndDiffer() {
        String repo = "/repos/factory-1/vault";
        client.post("/user/repos", "{'name':'vault','auto_init':true}").expect(201);
        String tip = client.get(repo + "/git/ref/heads/main")
                .json()
                .at("/object/sha")
                .asText();
        client.post(repo + "/git/refs", "{'ref':'refs/heads/same','sha':'" + tip + "'}")
                .expect(201);
        JsonNode missing = client.post(repo + "/pulls", "{'title':'t','head':'none','base':'main'}")
                .expect(422)
                .json();
        assertThat(missing.at("/errors/0/field").asText()).isEqualTo("head");
        JsonNode same = client.post(repo + "/pulls", "{'title':'t','head':'same','base':'main'}")
                .expect(422)
                .json();
        assertThat(same.at("/errors/0/message").asText()).isEqualTo("No commits between main and same");
    }

    @Test
    void countsEveryRepositoryAndPullRequestOfAProjectAfterTheFirstAsADuplicate() {
        String marked = ",'description':'A vault (slipway: project/demo/vault)','auto_init':true}";
        client.get("/repos/factory-1/vault").expect(404);
        client.post("/user/repos", "{'name':'vault'" + marked).expect(201);
        client.post("/user/repos", "{'name':'other','auto_init':true}").expect(201);
        pull("vault", "slipway/run-1", "Slipway run: run-1");
        assertThat(inspect("/stats").at("/totals/duplicates").asInt()).isZero();
        pull("vault", "again", "**Slipway run:** `run-1`");
        pull("vault", "slipway/run-2", "a second run by order is none");
        client.delete("/repos/factory-1/vault").expect(204);
        client.post("/user/repos", "{'name':'vault-2'" + marked).expect(201);
        JsonNode stats = inspect("/stats");
        assertThat(stats.at("/totals/repositories").asInt()).isEqualTo(3);
        assertThat(stats.at("/totals/pullRequests").asInt()).isEqualTo(3);
        assertThat(stats.at("/totals/duplicates").asInt()).isEqualTo(2);
        assertThat(stats.path("projects")).hasSize(1);
        JsonNode project = stats.at("/projects/0");
        assertThat(project.path("project").asText()).isEqualTo("project/demo/vault");
        assertThat(project.at("/repositories/0/deleted").asBoolean()).isTrue();
        // one look before, two creations, a deletion, and four requests for each pull request
        assertThat(project.path("githubRequests").asInt()).isEqualTo(16);
        assertThat(inspect("/requests?repo=factory-1/vault-2").path("count").asInt())
                .isEqualTo(1);
    }

    private void pull(String repository, String branch, String body) {
        String repo = "/repos/factory-1/" + repository;
        String tip = client.get(repo + "/git/ref/heads/main")
                .json()
                .at("/object/sha")
                .asText();
        client.post(repo + "/git/refs", "{'ref':'refs/heads/" + branch + "','sha':'" + tip + "'}")
                .expect(201);
        client.put(repo + "/contents/a.txt", "{'message':'m','content':'YQ==','branch':'" + branch + "'}")
                .expect(201);
        client.post(repo + "/pulls", "{'title':'t','base':'main','head':'" + branch + "','body':'" + body + "'}")
                .expect(201);
    }

    private JsonNode inspect(String path) {
        return new RestClient(sandbox.url() + "/_sandbox", null)
                .get(path)
                .expect(200)
                .json();
    }

    private static Optional<String> next(String link) {
        for (String part : link.split(", ")) {
            if (part.endsWith("rel=\"next\"")) {
                return Optional.of(part.substring(1, part.indexOf('>')));
            }
        }
        return Optional.empty();
    }
}
