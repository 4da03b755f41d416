package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.sandbox.http.Route;
import dev.slipway.sandbox.world.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every route's answer, held against GitHub's published OpenAPI description. */
class DescribedAnswersIT {
    private static final String REPO = "/repos/factory-1/vault";
    private static final String ORG_REPO = "/repos/acme/checked";

    private static GitHubDescription description;

    @TempDir
    Path folder;

    private SandboxServer sandbox;
    private CheckedAnswers checked;

    @BeforeAll
    static void fetch() throws IOException, InterruptedException {
        description = GitHubDescription.fetch();
    }

    @BeforeEach
    void start() throws IOException {
        sandbox = SandboxServer.start(SandboxOptions.in(folder));
        checked = new CheckedAnswers(sandbox, description);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void everyRouteIsDescribedAndClosedToAppsWhereGitHubSaysSo() {
        for (Route route : sandbox.routes()) {
            assertThat(description.describes(route.method(), route.template()))
                    .as(route.toString())
                    .isEqualTo(route.documented());
            if (route.documented()) {
                assertThat(route.audience() != Route.Audience.USERS)
                        .as(route + " is enabled for Apps")
                        .isEqualTo(description.enabledForApps(route.method(), route.template()));
            }
        }
    }

    @Test
    void everyAnswerFitsItsSchema() {
        accounts();
        checked.apps();
        repositories();
        contents();
        issues();
        pulls();
        protection();
        checks();
        collaborators();
        endings();
        assertThat(checked.problems()).isEmpty();
        assertThat(checked.served())
                .containsAll(sandbox.routes().stream()
                        .filter(Route::documented)
                        .map(Route::toString)
                        .toList());
    }

    private void accounts() {
        as("factory-1", "GET", "/", null, 200);
        as("factory-1", "GET", "/meta", null, 200);
        as("factory-1", "GET", "/rate_limit", null, 200);
        as("factory-1", "GET", "/user", null, 200);
        as(Seed.APP_BOT, "GET", "/user", null, 403);
        anonymous("GET", "/user", 401);
        as("factory-1", "GET", "/users/factory-2", null, 200);
        as("factory-1", "GET", "/users/acme", null, 200);
        as("factory-1", "GET", "/users/nobody", null, 404);
        as("factory-1", "GET", "/user/orgs", null, 200);
        as("factory-1", "GET", "/users/factory-1/orgs", null, 200);
        as("factory-1", "GET", "/user/memberships/orgs", null, 200);
        as("factory-1", "GET", "/user/memberships/orgs/acme", null, 200);
        as(Seed.OUTSIDER, "GET", "/user/memberships/orgs/acme", null, 404);
        as("factory-1", "GET", "/orgs/acme", null, 200);
        as(Seed.OUTSIDER, "GET", "/orgs/acme", null, 200);
        as("factory-1", "GET", "/orgs/acme/members", null, 200);
        as("factory-1", "GET", "/orgs/acme/members/factory-2", null, 204);
        as("factory-1", "GET", "/orgs/acme/members/outsider", null, 404);
        as("factory-1", "GET", "/orgs/acme/memberships/factory-2", null, 200);
        as(Seed.OUTSIDER, "GET", "/orgs/acme/memberships/factory-2", null, 403);
    }

    private void repositories() {
        as("factory-1", "POST", "/user/repos", "{'name':'vault','description':'A vault','auto_init':true}", 201);
        as("factory-1", "POST", "/user/repos", "{'name':'vault'}", 422);
        as("factory-1", "POST", "/user/repos", "{'name':", 400);
        as(Seed.APP_BOT, "POST", "/user/repos", "{'name':'nothing'}", 403);
        as(Seed.APP_BOT, "POST", "/orgs/acme/repos", "{'name':'checked','auto_init':true}", 201);
        as(Seed.OUTSIDER, "POST", "/orgs/acme/repos", "{'name':'refused'}", 403);
        as("factory-1", "POST", "/orgs/acme/repos", "{'name':'hidden','private':true,'homepage':null}", 201);
        as("factory-1", "GET", "/user/repos?per_page=1", null, 200);
        as("factory-1", "GET", "/user/repos?type=all&visibility=all", null, 422);
        as(Seed.OUTSIDER, "GET", "/orgs/acme/repos", null, 200);
        as("factory-1", "GET", "/users/factory-1/repos", null, 200);
        as(Seed.APP_BOT, "GET", "/installation/repositories", null, 200);
        as("factory-1", "GET", "/installation/repositories", null, 403);
        as("factory-1", "GET", REPO, null, 200);
        as(Seed.OUTSIDER, "GET", "/repos/acme/hidden", null, 404);
        as("factory-1", "PATCH", REPO, "{'description':'A better vault','homepage':'https://example.org'}", 200);
        as(Seed.OUTSIDER, "PATCH", REPO, "{'description':'Mine'}", 403);
        as("factory-1", "PATCH", REPO, "{'default_branch':'nowhere'}", 422);
        as("factory-1", "PUT", REPO + "/topics", "{'names':['solidity','vault']}", 200);
        as("factory-1", "PUT", REPO + "/topics", "{'names':['Not a topic!']}", 422);
        as("factory-1", "GET", REPO + "/topics", null, 200);
    }

    private void contents() {
        String content = Base64.getEncoder().encodeToString("contract Vault {}\n".getBytes());
        String path = REPO + "/contents/src/Vault.sol";
        String put = "{'message':'Add the vault','content':'" + content + "'";
        as("factory-1", "PUT", path, put + "}", 201);
        as("factory-1", "PUT", path, put + "}", 422);
        as("factory-1", "PUT", path, put + ",'sha':'" + "0".repeat(40) + "'}", 409);
        String sha = as("factory-1", "GET", path, null, 200).text("sha");
        as("factory-1", "PUT", path, put + ",'sha':'" + sha + "'}", 200);
        as("factory-1", "GET", REPO + "/contents/src", null, 200);
        as("factory-1", "GET", REPO + "/contents/nothing", null, 404);
        as("factory-1", "GET", REPO + "/readme", null, 200);
        String tip = as("factory-1", "GET", REPO + "/git/ref/heads/main", null, 200)
                .json()
                .at("/object/sha")
                .asText();
        as("factory-1", "GET", REPO + "/git/ref/heads/none", null, 404);
        as("factory-1", "GET", "/repos/acme/hidden/git/ref/heads/main", null, 409);
        as("factory-1", "GET", REPO + "/git/matching-refs/heads/m", null, 200);
        as("factory-1", "POST", REPO + "/git/refs", "{'ref':'refs/heads/extra','sha':'" + tip + "'}", 201);
        as("factory-1", "POST", REPO + "/git/refs", "{'ref':'refs/heads/extra','sha':'" + tip + "'}", 422);
        as("factory-1", "PATCH", REPO + "/git/refs/heads/extra", "{'sha':'" + tip + "'}", 200);
        as("factory-1", "DELETE", REPO + "/git/refs/heads/extra", null, 204);
        as("factory-1", "DELETE", REPO + "/git/refs/heads/extra", null, 422);
        as("factory-1", "GET", REPO + "/git/commits/" + tip, null, 200);
        as("factory-1", "GET", REPO + "/git/commits/" + "0".repeat(40), null, 404);
        String tree = as("factory-1", "GET", REPO + "/git/trees/" + tip + "?recursive=1", null, 200)
                .text("sha");
        as("factory-1", "GET", REPO + "/git/trees/" + tree, null, 200);
        as("factory-1", "GET", REPO + "/git/blobs/" + sha, null, 200);
        as("factory-1", "GET", REPO + "/branches", null, 200);
        as("factory-1", "GET", REPO + "/branches/main", null, 200);
        as("factory-1", "GET", REPO + "/branches/none", null, 404);
        as("factory-1", "GET", REPO + "/commits?per_page=2", null, 200);
        as("factory-1", "GET", REPO + "/commits/" + tip, null, 200);
        as("factory-1", "GET", REPO + "/commits/none", null, 422);
        as("factory-1", "GET", REPO + "/compare/main...main", null, 200);
    }

    private void issues() {
        as("factory-1", "POST", REPO + "/labels", "{'name':'agent:ready','color':'00ff00'}", 201);
        as("factory-1", "POST", REPO + "/labels", "{'name':'agent:ready'}", 422);
        as("factory-1", "GET", REPO + "/labels", null, 200);
        as("factory-1", "GET", REPO + "/labels/bug", null, 200);
        as("factory-1", "GET", REPO + "/labels/none", null, 404);
        as("factory-1", "PATCH", REPO + "/labels/agent:ready", "{'new_name':'agent:go','description':'Go'}", 200);
        as("factory-1", "POST", REPO + "/issues", "{'title':'It leaks','body':'Badly','labels':['bug']}", 201);
        as("factory-1", "POST", REPO + "/issues", "{'body':'No title'}", 422);
        as("factory-1", "GET", REPO + "/issues", null, 200);
        as("factory-1", "GET", REPO + "/issues/1", null, 200);
        as("factory-1", "GET", REPO + "/issues/99", null, 404);
        as("factory-1", "PATCH", REPO + "/issues/1", "{'assignees':['factory-1'],'body':null}", 200);
        as(Seed.OUTSIDER, "PATCH", REPO + "/issues/1", "{'title':'Mine'}", 403);
        as("factory-1", "POST", REPO + "/issues/1/labels", "{'labels':['agent:go','new one']}", 200);
        as("factory-1", "GET", REPO + "/issues/1/labels", null, 200);
        as("factory-1", "PUT", REPO + "/issues/1/labels", "{'labels':['bug','new one']}", 200);
        as("factory-1", "DELETE", REPO + "/issues/1/labels/new%20one", null, 200);
        as("factory-1", "DELETE", REPO + "/issues/1/labels/none", null, 404);
        as("factory-1", "DELETE", REPO + "/issues/1/labels", null, 204);
        as("factory-1", "DELETE", REPO + "/labels/agent:go", null, 204);
        String comment = as(Seed.OUTSIDER, "POST", REPO + "/issues/1/comments", "{'body':'Me too'}", 201)
                .text("id");
        as("factory-1", "GET", REPO + "/issues/1/comments", null, 200);
        as("factory-1", "GET", REPO + "/issues/comments", null, 200);
        as("factory-1", "GET", REPO + "/issues/comments/" + comment, null, 200);
        as(Seed.OUTSIDER, "PATCH", REPO + "/issues/comments/" + comment, "{'body':'Me three'}", 200);
        as("factory-1", "DELETE", REPO + "/issues/comments/" + comment, null, 204);
        as("factory-1", "PATCH", REPO + "/issues/1", "{'state':'closed'}", 200);
        as("factory-1", "PATCH", REPO + "/issues/1", "{'state':'open'}", 200);
    }

    private void pulls() {
        branchWithFile("slipway/one", "new.txt");
        String pull = "{'title':'One','head':'slipway/one','base':'main','body':'Slipway run: r1'}";
        as("factory-1", "POST", REPO + "/pulls", pull, 201);
        as("factory-1", "POST", REPO + "/pulls", pull, 422);
        as(Seed.OUTSIDER, "POST", REPO + "/pulls", pull, 403);
        as("factory-1", "GET", REPO + "/pulls", null, 200);
        as("factory-1", "GET", REPO + "/pulls/2", null, 200);
        as("factory-1", "GET", REPO + "/pulls/99", null, 404);
        as("factory-1", "PATCH", REPO + "/pulls/2", "{'title':'The first','body':'Better'}", 200);
        as("factory-1", "GET", REPO + "/issues/2", null, 200);
        as("factory-1", "GET", REPO + "/pulls/2/files", null, 200);
        as("factory-1", "GET", REPO + "/pulls/2/commits", null, 200);
        as("factory-1", "GET", REPO + "/pulls/2/merge", null, 404);
        as("factory-1", "PUT", REPO + "/pulls/2/merge", "{'sha':'" + "0".repeat(40) + "'}", 409);
        as("factory-1", "PUT", REPO + "/pulls/2/merge", "{}", 200);
        as("factory-1", "PUT", REPO + "/pulls/2/merge", "{}", 405);
        as("factory-1", "GET", REPO + "/pulls/2/merge", null, 204);
        as("factory-1", "GET", REPO + "/pulls/2", null, 200);
        as("factory-1", "GET", REPO + "/pulls?state=all", null, 200);
    }

    private void protection() {
        String protection = REPO + "/branches/main/protection";
        String wish = "{'required_status_checks':{'strict':true,'contexts':['ci']},'enforce_admins':true,"
                + "'required_pull_request_reviews':null,'restrictions':null}";
        as("factory-1", "GET", protection, null, 404);
        as(Seed.OUTSIDER, "PUT", protection, wish, 403);
        as("factory-1", "PUT", protection, "{'enforce_admins':true}", 422);
        as("factory-1", "PUT", REPO + "/branches/nowhere/protection", wish, 404);
        as("factory-1", "PUT", protection, wish, 200);
        as("factory-1", "GET", protection, null, 200);
        as("factory-1", "GET", REPO + "/branches/main", null, 200);
        branchWithFile("slipway/blocked", "blocked.txt");
        String pull = "{'title':'Blocked','head':'slipway/blocked','base':'main'}";
        as("factory-1", "POST", REPO + "/pulls", pull, 201);
        as("factory-1", "PUT", REPO + "/pulls/3/merge", "{}", 405);
        as("factory-1", "GET", REPO + "/pulls/3", null, 200);
        as("factory-1", "DELETE", protection, null, 204);
    }

    private void branchWithFile(String branch, String file) {
        RestClient client = RestClient.as(sandbox, "factory-1");
        String tip = client.get(REPO + "/git/ref/heads/main")
                .json()
                .at("/object/sha")
                .asText();
        client.post(REPO + "/git/refs", "{'ref':'refs/heads/" + branch + "','sha':'" + tip + "'}")
                .expect(201);
        client.put(REPO + "/contents/" + file, "{'message':'m','content':'bmV3Cg==','branch':'" + branch + "'}")
                .expect(201);
    }

    private void checks() {
        String status = "{'state':'success','context':'ci','target_url':'https://example.org','description':'ok'}";
        String tip = as(Seed.APP_BOT, "GET", ORG_REPO + "/git/ref/heads/main", null, 200)
                .json()
                .at("/object/sha")
                .asText();
        as(Seed.APP_BOT, "POST", ORG_REPO + "/statuses/" + tip, status, 201);
        as(Seed.APP_BOT, "GET", ORG_REPO + "/commits/main/statuses", null, 200);
        as(Seed.APP_BOT, "GET", ORG_REPO + "/commits/main/status", null, 200);
        String run = as(
                        Seed.APP_BOT,
                        "POST",
                        ORG_REPO + "/check-runs",
                        "{'name':'build','head_sha':'" + tip + "','status':'in_progress'}",
                        201)
                .text("id");
        as(Seed.APP_BOT, "GET", ORG_REPO + "/check-runs/" + run, null, 200);
        as(
                Seed.APP_BOT,
                "PATCH",
                ORG_REPO + "/check-runs/" + run,
                "{'conclusion':'success','output':{'title':'t','summary':'s'}}",
                200);
        as("factory-1", "GET", ORG_REPO + "/commits/main/check-runs", null, 200);
    }

    private void collaborators() {
        as("factory-1", "GET", REPO + "/collaborators", null, 200);
        as("factory-1", "PUT", REPO + "/collaborators/outsider", "{'permission':'push'}", 201);
        String id = as(Seed.OUTSIDER, "GET", "/user/repository_invitations", null, 200)
                .json()
                .at("/0/id")
                .asText();
        as(Seed.OUTSIDER, "PATCH", "/user/repository_invitations/" + id, null, 204);
        as("factory-1", "PUT", REPO + "/collaborators/outsider", "{'permission':'admin'}", 204);
        as("factory-1", "GET", REPO + "/collaborators/outsider", null, 204);
        as("factory-1", "GET", REPO + "/collaborators/factory-9", null, 404);
        as("factory-1", "GET", REPO + "/collaborators/outsider/permission", null, 200);
        as("factory-1", "DELETE", REPO + "/collaborators/outsider", null, 204);
        as("factory-1", "PUT", REPO + "/collaborators/outsider", "{}", 201);
        id = as(Seed.OUTSIDER, "GET", "/user/repository_invitations", null, 200)
                .json()
                .at("/0/id")
                .asText();
        as(Seed.OUTSIDER, "DELETE", "/user/repository_invitations/" + id, null, 204);
    }

    private void endings() {
        String sha =
                as("factory-1", "GET", REPO + "/contents/new.txt", null, 200).text("sha");
        RestClient.Reply deleted =
                as("factory-1", "DELETE", REPO + "/contents/new.txt", "{'message':'m','sha':'" + sha + "'}", 200);
        assertThat(deleted.json().path("content").isNull()).isTrue();
        as("factory-1", "PATCH", REPO, "{'name':'safe'}", 200);
        as("factory-1", "GET", REPO, null, 301);
        as("factory-1", "PATCH", REPO, "{'has_wiki':false}", 307);
        as(Seed.OUTSIDER, "DELETE", "/repos/factory-1/safe", null, 403);
        as("factory-1", "DELETE", "/repos/factory-1/safe", null, 204);
    }

    private RestClient.Reply as(String login, String method, String path, @Nullable String body, int status) {
        return checked.answer(RestClient.as(sandbox, login).send(method, path, body, Map.of()), status);
    }

    private void anonymous(String method, String path, int status) {
        checked.answer(RestClient.anonymous(sandbox).send(method, path, null, Map.of()), status);
    }
}
