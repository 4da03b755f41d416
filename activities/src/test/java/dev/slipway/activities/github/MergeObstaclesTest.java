package dev.slipway.activities.github;

import static dev.slipway.activities.github.SandboxAccounts.lease;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.account.AccountLease;
import dev.slipway.account.WriteSlots;
import dev.slipway.activities.git.GitRemote;
import dev.slipway.activities.git.SessionSpec;
import dev.slipway.activities.git.WorkspaceGit;
import dev.slipway.activities.scan.SecretScanner;
import dev.slipway.repository.EnsureRepository;
import dev.slipway.repository.MergeMethod;
import dev.slipway.repository.MergeObstacle;
import dev.slipway.repository.MergePullRequest;
import dev.slipway.repository.Merged;
import dev.slipway.repository.OnNameTaken;
import dev.slipway.repository.OpenPullRequest;
import dev.slipway.repository.Repository;
import dev.slipway.repository.RepositoryId;
import dev.slipway.repository.Visibility;
import dev.slipway.run.RunKey;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Others come in between: they push to the branch, or to a base that wants heads which are up to date. */
class MergeObstaclesTest {
    private static final RunKey RUN = new RunKey("k3x9w2mq7a");
    private static final AccountLease ONE = lease("one", "factory-1");
    private static final String BRANCH = "slipway/" + RUN;
    private static final String REPO = "/repos/factory-1/vault";

    @TempDir
    Path folder;

    private SandboxAccounts sandbox;
    private RepositoryActivitiesImpl activities;
    private MergePullRequest merge;

    @BeforeEach
    void aPullRequestThatWasVerified() throws Exception {
        sandbox = new SandboxAccounts(folder.resolve("sandbox"));
        activities = new RepositoryActivitiesImpl(sandbox.clients, new WritePacing(Duration.ofMillis(1)));
        Repository repository = activities.ensure(new EnsureRepository(
                new RepositoryId("factory-1", "vault"),
                "project/b/vault",
                "A vault",
                Visibility.PRIVATE,
                "main",
                OnNameTaken.SUFFIX,
                ONE,
                WriteSlots.NONE));
        String commit = publish(repository);
        int number = activities
                .openPullRequest(new OpenPullRequest(
                        repository.id(), RUN, BRANCH, "main", "Vault", "What was built", ONE, WriteSlots.NONE))
                .number();
        merge = new MergePullRequest(repository.id(), number, commit, MergeMethod.SQUASH, ONE, WriteSlots.NONE);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void aHeadThatLacksTheBasesNewestCommitIsBehindWhereTheBaseWantsIt() throws Exception {
        github("POST", "/statuses/" + merge.commit(), "{\"state\":\"success\",\"context\":\"ci\"}");
        protect(true);
        push("main", "theirs.txt");

        Merged behind = activities.merge(merge);

        assertThat(behind.obstacle()).isEqualTo(MergeObstacle.BEHIND);
        assertThat(behind.afterCatchingUp()).isTrue();
        assertThat(behind.reason()).isEqualTo("Required status check \"ci\" is expected.");
        protect(false);
        assertThat(activities.merge(merge).merged()).isTrue();
    }

    @Test
    void aCheckThatDidNotSucceedIsForPeople() throws Exception {
        protect(true);

        Merged blocked = activities.merge(merge);

        assertThat(blocked.obstacle()).isEqualTo(MergeObstacle.NOT_ALLOWED);
        assertThat(blocked.afterCatchingUp()).isFalse();
    }

    @Test
    void whatOthersPushToTheBranchIsSeenBeforeTheMerge() throws Exception {
        push(BRANCH, "theirs.txt");

        Merged moved = activities.merge(merge);

        assertThat(moved.obstacle()).isEqualTo(MergeObstacle.MOVED);
        assertThat(moved.afterCatchingUp()).isTrue();
        assertThat(sandbox.requests).noneMatch(line -> line.startsWith("PUT ") && line.endsWith("/merge"));
    }

    @Test
    void whatOthersPushToTheBranchBetweenLookAndMergeIsNotMerged() throws Exception {
        sandbox.next("PUT", "/merge", (request, response, chain) -> {
            push(BRANCH, "theirs.txt");
            chain.doFilter(request, response);
        });

        assertThat(activities.merge(merge).obstacle()).isEqualTo(MergeObstacle.MOVED);
        assertThat(github("GET", "/pulls/" + merge.number(), null)).contains("\"state\":\"open\"");
    }

    private void protect(boolean strict) {
        github(
                "PUT",
                "/branches/main/protection",
                "{\"required_status_checks\":{\"strict\":" + strict + ",\"contexts\":[\"ci\"]},"
                        + "\"enforce_admins\":true,\"required_pull_request_reviews\":null,\"restrictions\":null}");
    }

    /** Somebody else makes a file on that branch. */
    private void push(String branch, String path) {
        String content = Base64.getEncoder().encodeToString("by hand".getBytes(StandardCharsets.UTF_8));
        github(
                "PUT",
                "/contents/" + path,
                "{\"message\":\"By hand\",\"content\":\"" + content + "\",\"branch\":\"" + branch + "\"}");
    }

    private String github(String method, String path, @Nullable String body) {
        HttpRequest.BodyPublisher content =
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create(sandbox.server.apiUrl() + REPO + path))
                                .header("Authorization", "Bearer " + sandbox.server.token("factory-1"))
                                .method(method, content)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .join();
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        return answer.body();
    }

    private String publish(Repository repository) throws Exception {
        Path tree = folder.resolve("ws/tree");
        try (WorkspaceGit git = new WorkspaceGit(
                folder.resolve("ws/git"),
                tree,
                new GitRemote(
                        URI.create(repository.cloneUrl()),
                        sandbox.settings().gitUrl(),
                        () -> sandbox.clients.token(ONE.account(), repository.id())),
                new SecretScanner(List.of()))) {
            git.open(new SessionSpec(RUN, 1, 1, BRANCH, "main", "Vault", false, List.of()));
            Files.writeString(tree.resolve("Vault.sol"), "contract Vault {}");
            return git.publish("Vault", true).commit();
        }
    }
}
