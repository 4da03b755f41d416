package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.sandbox.world.Seed;
import dev.slipway.sandbox.world.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionsTest {
    private static final String PRIVATE = "{'name':'hidden','private':true}";

    @TempDir
    Path folder;

    private SandboxServer sandbox;

    @BeforeEach
    void start() throws IOException {
        sandbox = SandboxServer.start(SandboxOptions.in(folder));
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void refusesATokenThatNobodyHas() {
        RestClient stranger = new RestClient(sandbox.apiUrl(), "ghp_" + "x".repeat(36));
        assertThat(stranger.get("/user").expect(401).text("message")).isEqualTo("Bad credentials");
        assertThat(RestClient.anonymous(sandbox).get("/user").expect(401).text("message"))
                .isEqualTo("Requires authentication");
    }

    @Test
    void hidesPrivateRepositoriesFromAllWhoMayNotReadThem() {
        as("factory-9").post("/user/repos", PRIVATE).expect(201);
        as("factory-9").get("/repos/factory-9/hidden").expect(200);
        as("factory-8").get("/repos/factory-9/hidden").expect(404);
        RestClient.anonymous(sandbox).get("/repos/factory-9/hidden").expect(404);
        assertThat(as("factory-8").get("/users/factory-9/repos").json()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "factory-1, acme, 201",
        "factory-2, acme, 201",
        "factory-9, acme, 403",
        "outsider, acme, 403",
        "slipway-sandbox[bot], acme, 201",
        "factory-1, acme-closed, 201",
        "factory-2, acme-closed, 403",
        "slipway-sandbox[bot], acme-closed, 403",
        "factory-1, nobody, 404"
    })
    void letsOnlyTheRightPeopleCreateInAnOrganisation(String login, String organization, int status) {
        as(login).post("/orgs/" + organization + "/repos", "{'name':'vault'}").expect(status);
    }

    @Test
    void letsMembersWriteToTheOrganisationButNotAdministerIt() {
        as("factory-1")
                .post("/orgs/acme/repos", "{'name':'vault','private':true}")
                .expect(201);
        as("factory-2").put("/repos/acme/vault/topics", "{'names':['a']}").expect(200);
        as("factory-2").patch("/repos/acme/vault", "{'description':'x'}").expect(403);
        as("factory-2").delete("/repos/acme/vault").expect(403);
        as("factory-9").get("/repos/acme/vault").expect(404);
    }

    @Test
    void makesTheCreatorOfAnOrganisationsRepositoryItsAdministrator() {
        as("factory-2").post("/orgs/acme/repos", "{'name':'vault'}").expect(201);
        as("factory-2").delete("/repos/acme/vault").expect(204);
    }

    @Test
    void letsACollaboratorInOnceTheInvitationIsAccepted() {
        as("factory-9").post("/user/repos", PRIVATE).expect(201);
        as("factory-9")
                .put("/repos/factory-9/hidden/collaborators/outsider", "{'permission':'pull'}")
                .expect(201);
        as(Seed.OUTSIDER).get("/repos/factory-9/hidden").expect(404);
        String id = as(Seed.OUTSIDER)
                .get("/user/repository_invitations")
                .json()
                .at("/0/id")
                .asText();
        as(Seed.OUTSIDER).patch("/user/repository_invitations/" + id, "{}").expect(204);
        as(Seed.OUTSIDER).get("/repos/factory-9/hidden").expect(200);
        as(Seed.OUTSIDER).put("/repos/factory-9/hidden/topics", "{'names':[]}").expect(403);
        assertThat(as("factory-9")
                        .get("/repos/factory-9/hidden/collaborators/outsider/permission")
                        .text("permission"))
                .isEqualTo("read");
    }

    @Test
    void closesUserRoutesToApps() {
        assertThat(as(Seed.APP_BOT)
                        .post("/user/repos", "{'name':'x'}")
                        .expect(403)
                        .text("message"))
                .isEqualTo("Resource not accessible by integration");
        as(Seed.APP_BOT).get("/user").expect(403);
    }

    @Test
    void keepsTheAppWithinItsOrganisation() {
        as("factory-9").post("/user/repos", PRIVATE).expect(201);
        as("factory-9").post("/user/repos", "{'name':'open'}").expect(201);
        as(Seed.APP_BOT).get("/repos/factory-9/hidden").expect(404);
        as(Seed.APP_BOT).put("/repos/factory-9/open/topics", "{'names':[]}").expect(403);
    }

    @Test
    void honoursTheScopesOfClassicTokens() {
        String narrow = sandbox.tokens().stream()
                .filter(token -> token.scopes().equals(List.of("public_repo")))
                .map(Token::value)
                .findFirst()
                .orElseThrow();
        RestClient outsider = new RestClient(sandbox.apiUrl(), narrow);
        assertThat(outsider.get("/user").header("X-OAuth-Scopes")).hasValue("public_repo");
        outsider.post("/user/repos", PRIVATE).expect(404);
        outsider.post("/user/repos", "{'name':'open'}").expect(201);
        outsider.delete("/repos/outsider/open").expect(403);
        as(Seed.OUTSIDER).post("/user/repos", PRIVATE).expect(201);
        outsider.get("/repos/outsider/hidden").expect(404);
        as(Seed.OUTSIDER).delete("/repos/outsider/open").expect(204);
    }

    @Test
    void givesFineGrainedTokensNoScopes() {
        String fine = sandbox.tokens().stream()
                .filter(token -> token.kind() == Token.Kind.FINE_GRAINED)
                .map(Token::value)
                .findFirst()
                .orElseThrow();
        assertThat(fine).startsWith("github_pat_");
        RestClient.Reply reply =
                new RestClient(sandbox.apiUrl(), fine).get("/user").expect(200);
        assertThat(reply.text("login")).isEqualTo("factory-2");
        assertThat(reply.header("X-OAuth-Scopes")).isEmpty();
    }

    @Test
    void writesNothingToAnArchivedRepository() {
        as("factory-1").post("/user/repos", "{'name':'old','auto_init':true}").expect(201);
        as("factory-1").patch("/repos/factory-1/old", "{'archived':true}").expect(200);
        as("factory-1").post("/repos/factory-1/old/issues", "{'title':'late'}").expect(403);
        as("factory-1").get("/repos/factory-1/old").expect(200);
        as("factory-1").patch("/repos/factory-1/old", "{'archived':false}").expect(200);
        as("factory-1")
                .post("/repos/factory-1/old/issues", "{'title':'in time'}")
                .expect(201);
    }

    @Test
    void keepsTokensInAFileThatOnlyItsOwnerReads() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(sandbox.tokensFile())))
                .isEqualTo("rw-------");
        assertThat(sandbox.tokens())
                .allSatisfy(token -> assertThat(token.toString()).doesNotContain(token.value()));
    }

    private RestClient as(String login) {
        return RestClient.as(sandbox, login);
    }
}
