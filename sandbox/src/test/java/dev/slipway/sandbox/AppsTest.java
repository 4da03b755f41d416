package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.sandbox.app.GitHubApp;
import dev.slipway.sandbox.app.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppsTest {
    private static final String FULL = "/app/installations/" + Installation.FULL.id();
    private static final String NARROW = "/app/installations/" + Installation.NARROW.id();

    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock();
    private SandboxServer sandbox;

    @BeforeEach
    void start() throws IOException {
        sandbox = SandboxServer.start(
                SandboxOptions.in(folder.resolve("data")).withClock(clock).withTokenLifetime(Duration.ofMinutes(2)));
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void tellsTheAppWhoItIsAndWhereItIsInstalled() {
        assertThat(app().get("/app").expect(200).text("slug")).isEqualTo(GitHubApp.SLUG);
        RestClient.Reply installation = app().get(FULL).expect(200);
        assertThat(installation.json().at("/account/login").asText()).isEqualTo("acme");
        assertThat(installation.json().at("/permissions/workflows").asText()).isEqualTo("write");
        app().get("/app/installations/1").expect(404);
    }

    @ParameterizedTest
    @CsvSource({
        "-60, 300, 7001, 200",
        "-60, -1, 7001, 401",
        "-60, 700, 7001, 401",
        "60, 300, 7001, 401",
        "-60, 300, 7002, 401"
    })
    void believesOnlyAJwtOfTheAppAndOfNow(long issued, long expires, long issuer, int status) {
        Instant now = clock.instant();
        String jwt = AppJwt.of(sandbox.app().keyFile(), issuer, now.plusSeconds(issued), now.plusSeconds(expires));
        new RestClient(sandbox.apiUrl(), jwt).get("/app").expect(status);
    }

    @Test
    void refusesAJwtThatSomebodyElseSigned() throws IOException {
        String jwt = jwt();
        String other = jwt.substring(0, jwt.length() - 6) + "AAAAAA";
        assertThat(new RestClient(sandbox.apiUrl(), other)
                        .get("/app")
                        .expect(401)
                        .text("message"))
                .isEqualTo("A JSON web token could not be decoded");
        assertThat(RestClient.as(sandbox, "factory-1").get("/app").expect(401).text("message"))
                .isEqualTo("A JSON web token could not be decoded");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(sandbox.app().keyFile())))
                .isEqualTo("rw-------");
    }

    @Test
    void aTokenCreatesInItsOrganisationAndEndsWhenItsTimeIsOver() {
        RestClient installation = installation(FULL, "");
        installation.post("/orgs/acme/repos", "{'name':'vault'}").expect(201);
        installation.post("/user/repos", "{'name':'vault'}").expect(403);
        installation.get("/user").expect(403);
        assertThat(installation
                        .get("/installation/repositories")
                        .expect(200)
                        .json()
                        .path("total_count")
                        .asInt())
                .isEqualTo(1);
        clock.forward(Duration.ofMinutes(2));
        assertThat(installation.get("/repos/acme/vault").expect(401).text("message"))
                .isEqualTo("Bad credentials");
    }

    @Test
    void aSuspendedInstallationIsRefusedEverythingUntilItIsNot() throws IOException {
        String token = token(FULL, "");
        sandbox.app().suspend(Installation.FULL.id(), true);
        sandbox.close();
        start();
        RestClient installation = new RestClient(sandbox.apiUrl(), token);

        assertThat(installation.get("/installation/repositories").expect(403).text("message"))
                .isEqualTo("This installation has been suspended");
        app().post(FULL + "/access_tokens", "").expect(403);
        assertThat(app().get(FULL).expect(200).json().path("suspended_at").asText())
                .isNotEmpty();
        sandbox.app().suspend(Installation.FULL.id(), false);
        installation.get("/installation/repositories").expect(200);
        assertThat(app().get(FULL).expect(200).json().path("suspended_at").isNull())
                .isTrue();
    }

    @Test
    void aRevokedTokenIsOverAlsoAfterARestart() throws IOException {
        String token = token(FULL, "");
        RestClient installation = new RestClient(sandbox.apiUrl(), token);
        installation.delete("/installation/token").expect(204);
        installation.get("/installation/repositories").expect(401);
        sandbox.close();
        start();
        new RestClient(sandbox.apiUrl(), token)
                .get("/installation/repositories")
                .expect(401);
        RestClient.as(sandbox, "factory-1").delete("/installation/token").expect(403);
    }

    @Test
    void whatAnInstallationIsGrantedLaterItsNextTokensHave() {
        RestClient before = installation(NARROW, "");
        sandbox.app().grant(Installation.NARROW.id(), Installation.FULL.permissions());
        before.post("/orgs/acme-closed/repos", "{'name':'x'}").expect(403);
        installation(NARROW, "").post("/orgs/acme-closed/repos", "{'name':'x'}").expect(201);
    }

    @Test
    void aTokenOutlivesTheSandboxsProcess() throws IOException {
        String token = token(FULL, "");
        sandbox.close();
        start();
        new RestClient(sandbox.apiUrl(), token)
                .get("/installation/repositories")
                .expect(200);
    }

    @Test
    void aNarrowedTokenReachesNoOtherRepositoryAndDoesNothingElse() {
        RestClient all = installation(FULL, "");
        all.post("/orgs/acme/repos", "{'name':'one','private':true}").expect(201);
        all.post("/orgs/acme/repos", "{'name':'two','private':true}").expect(201);
        RestClient one = installation(FULL, "{'repositories':['one'],'permissions':{'contents':'write'}}");
        one.get("/repos/acme/one").expect(200);
        one.get("/repos/acme/two").expect(404);
        RestClient.Reply refused =
                one.patch("/repos/acme/one", "{'description':'x'}").expect(403);
        assertThat(refused.header("X-Accepted-GitHub-Permissions")).hasValue("administration=write");
    }

    @Test
    void grantsNothingThatTheInstallationDoesNotHave() {
        app().post(NARROW + "/access_tokens", "{'permissions':{'workflows':'write'}}")
                .expect(422);
        app().post(FULL + "/access_tokens", "{'repositories':['nothing']}").expect(422);
        installation(NARROW, "").post("/orgs/acme-closed/repos", "{'name':'x'}").expect(403);
    }

    @Test
    void aPushOfAWorkflowFileNeedsThePermissionForIt() throws IOException, GitAPIException {
        installation(FULL, "").post("/orgs/acme/repos", "{'name':'ci'}").expect(201);
        String without = token(FULL, "{'permissions':{'contents':'write'}}");
        String with = token(FULL, "{'permissions':{'contents':'write','workflows':'write'}}");
        Path tree = Files.createDirectories(folder.resolve("ci/.github/workflows"));
        try (Git git = Git.init()
                .setDirectory(folder.resolve("ci").toFile())
                .setInitialBranch("main")
                .call()) {
            Files.writeString(folder.resolve("ci/README.md"), "ci");
            commit(git);
            assertThat(push(git, without)).isEqualTo("OK null");
            Files.writeString(tree.resolve("ci.yml"), "on: push");
            commit(git);
            assertThat(push(git, without)).contains("REJECTED_OTHER_REASON").contains("without `workflows` permission");
            assertThat(push(git, with)).isEqualTo("OK null");
            Files.writeString(folder.resolve("ci/README.md"), "changed");
            commit(git);
            assertThat(push(git, without)).isEqualTo("OK null");
        }
    }

    private static void commit(Git git) throws GitAPIException {
        git.add().addFilepattern(".").call();
        git.commit()
                .setMessage("change")
                .setSign(false)
                .setAuthor("a", "a@example.org")
                .setCommitter("a", "a@example.org")
                .call();
    }

    private String push(Git git, String token) throws GitAPIException {
        RemoteRefUpdate update = git.push()
                .setRemote(sandbox.url() + "/acme/ci.git")
                .setRefSpecs(new RefSpec("HEAD:refs/heads/main"))
                .setCredentialsProvider(new UsernamePasswordCredentialsProvider("x-access-token", token))
                .call()
                .iterator()
                .next()
                .getRemoteUpdate("refs/heads/main");
        return update.getStatus() + " " + update.getMessage();
    }

    private String jwt() {
        return AppJwt.of(
                sandbox.app().keyFile(),
                GitHubApp.ID,
                clock.instant().minusSeconds(30),
                clock.instant().plusSeconds(300));
    }

    private RestClient app() {
        return new RestClient(sandbox.apiUrl(), jwt());
    }

    private String token(String installation, String body) {
        return app().post(installation + "/access_tokens", body).expect(201).text("token");
    }

    private RestClient installation(String installation, String body) {
        return new RestClient(sandbox.apiUrl(), token(installation, body));
    }
}
