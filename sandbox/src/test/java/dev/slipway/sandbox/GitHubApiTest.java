package dev.slipway.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kohsuke.github.GHBranch;
import org.kohsuke.github.GHFileNotFoundException;
import org.kohsuke.github.GHIssueState;
import org.kohsuke.github.GHPermissionType;
import org.kohsuke.github.GHPullRequest;
import org.kohsuke.github.GHRef;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubBuilder;
import org.kohsuke.github.HttpException;

/** The client that Slipway uses takes the sandbox for GitHub. */
class GitHubApiTest {
    @TempDir
    Path folder;

    private SandboxServer sandbox;
    private GitHub github;

    @BeforeEach
    void start() throws IOException {
        sandbox = SandboxServer.start(SandboxOptions.in(folder));
        github = as("factory-1");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void knowsItsUserAndOrganisations() throws IOException {
        github.checkApiUrlValidity();
        assertThat(github.getRateLimit().getCore().getLimit()).isEqualTo(5000);
        assertThat(github.isCredentialValid()).isTrue();
        assertThat(github.getMyself().getLogin()).isEqualTo("factory-1");
        assertThat(github.getMyOrganizations()).containsKeys("acme", "acme-closed");
        assertThat(github.getOrganization("acme").getName()).isEqualTo("acme");
        assertThat(new GitHubBuilder()
                        .withEndpoint(sandbox.apiUrl())
                        .withOAuthToken("ghp_wrong")
                        .build()
                        .isCredentialValid())
                .isFalse();
    }

    @Test
    void createsChangesAndDeletesARepository() throws IOException {
        GHRepository repository = github.createRepository("vault")
                .description("A vault (slipway: project/demo/vault)")
                .private_(true)
                .autoInit(true)
                .create();
        assertThat(repository.getDefaultBranch()).isEqualTo("main");
        assertThat(repository.getHttpTransportUrl()).isEqualTo(sandbox.url() + "/factory-1/vault.git");
        assertThat(repository.isPrivate()).isTrue();
        repository.setTopics(List.of("solidity", "demo"));
        assertThat(github.getRepository("factory-1/vault").listTopics()).containsExactlyInAnyOrder("solidity", "demo");
        repository.setDescription("Another");
        assertThat(github.getRepository("factory-1/vault").getDescription()).isEqualTo("Another");
        assertThat(repository.getPermission("factory-1")).isEqualTo(GHPermissionType.ADMIN);
        assertThatThrownBy(() -> github.createRepository("vault").create())
                .isInstanceOf(HttpException.class)
                .hasMessageContaining("name already exists on this account");
        assertThat(github.getMyself().listRepositories().toList()).hasSize(1);
        repository.delete();
        assertThatThrownBy(() -> github.getRepository("factory-1/vault")).isInstanceOf(GHFileNotFoundException.class);
    }

    @Test
    void createsInAnOrganisation() throws IOException {
        GHRepository repository =
                github.getOrganization("acme").createRepository("shared").create();
        assertThat(repository.getFullName()).isEqualTo("acme/shared");
        assertThat(as("factory-2").getRepository("acme/shared").hasPushAccess()).isTrue();
        assertThat(as("outsider").getRepository("acme/shared").hasPushAccess()).isFalse();
    }

    @Test
    void findsReadsAndMovesRefs() throws IOException {
        GHRepository repository = github.createRepository("refs").autoInit(true).create();
        GHRef main = repository.getRef("heads/main");
        String sha = main.getObject().getSha();
        repository.createRef("refs/heads/feature", sha);
        assertThat(repository.getBranches()).containsOnlyKeys("main", "feature");
        repository
                .createContent()
                .path("a.txt")
                .content("a")
                .message("Add a")
                .branch("feature")
                .commit();
        GHBranch feature = repository.getBranch("feature");
        assertThat(feature.getSHA1()).isNotEqualTo(sha);
        assertThat(repository.getFileContent("a.txt", "feature").read()).hasContent("a");
        repository.getRef("heads/feature").updateTo(sha, true);
        assertThat(repository.getBranch("feature").getSHA1()).isEqualTo(sha);
        repository.getRef("heads/feature").delete();
        assertThatThrownBy(() -> repository.getRef("heads/feature")).isInstanceOf(GHFileNotFoundException.class);
    }

    @Test
    void opensFindsAndMergesAPullRequest() throws IOException {
        GHRepository repository =
                github.createRepository("merging").autoInit(true).create();
        String sha = repository.getRef("heads/main").getObject().getSha();
        repository.createRef("refs/heads/slipway/run-1", sha);
        repository
                .createContent()
                .path("src/Vault.sol")
                .content("contract Vault {}".getBytes(UTF_8))
                .message("Write the vault")
                .branch("slipway/run-1")
                .commit();
        GHPullRequest opened =
                repository.createPullRequest("Vault", "slipway/run-1", "main", "What it is\n\nSlipway run: run-1");
        assertThat(repository
                        .queryPullRequests()
                        .head("factory-1:slipway/run-1")
                        .state(GHIssueState.ALL)
                        .list()
                        .toList())
                .hasSize(1);
        opened.addLabels("enhancement");
        opened.comment("Reviewed");
        GHPullRequest found = repository.getPullRequest(opened.getNumber());
        assertThat(found.getMergeable()).isTrue();
        assertThat(found.getLabels()).extracting("name").containsExactly("enhancement");
        assertThat(found.listFiles().toList()).extracting("filename").containsExactly("src/Vault.sol");
        found.merge("Merged by a test", found.getHead().getSha(), GHPullRequest.MergeMethod.SQUASH);
        GHPullRequest merged = repository.getPullRequest(opened.getNumber());
        assertThat(merged.isMerged()).isTrue();
        assertThat(merged.getState()).isEqualTo(GHIssueState.CLOSED);
        assertThat(repository.getFileContent("src/Vault.sol").getSize()).isEqualTo(17);
    }

    @Test
    void keepsIssuesWithLabelsAndComments() throws IOException {
        GHRepository repository = github.createRepository("issues").create();
        var issue =
                repository.createIssue("It leaks").body("Badly").label("bug").create();
        issue.comment("Seen");
        issue.close();
        var found = repository.getIssue(issue.getNumber());
        assertThat(found.getState()).isEqualTo(GHIssueState.CLOSED);
        assertThat(found.getCommentsCount()).isEqualTo(1);
        assertThat(repository.queryIssues().state(GHIssueState.OPEN).list().toList())
                .isEmpty();
    }

    private GitHub as(String login) throws IOException {
        return new GitHubBuilder()
                .withEndpoint(sandbox.apiUrl())
                .withOAuthToken(sandbox.token(login))
                .build();
    }
}
