package dev.slipway.activities.github;

import static dev.slipway.activities.github.SandboxAccounts.lease;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.account.AccountLease;
import dev.slipway.account.WriteSlots;
import dev.slipway.activities.git.GitRemote;
import dev.slipway.activities.git.PublishOutcome;
import dev.slipway.activities.git.SessionSpec;
import dev.slipway.activities.git.WorkspaceGit;
import dev.slipway.activities.scan.SecretScanner;
import dev.slipway.failure.FailureType;
import dev.slipway.repository.CommentOnPullRequest;
import dev.slipway.repository.Commented;
import dev.slipway.repository.EnsureRepository;
import dev.slipway.repository.OnNameTaken;
import dev.slipway.repository.OpenPullRequest;
import dev.slipway.repository.PullRequest;
import dev.slipway.repository.Repository;
import dev.slipway.repository.RepositoryId;
import dev.slipway.repository.Visibility;
import dev.slipway.run.RunKey;
import io.temporal.failure.ApplicationFailure;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kohsuke.github.GHIssueComment;
import org.kohsuke.github.GHIssueState;
import org.kohsuke.github.GHRepository;

/** Connections that break around an effect, as the sandbox's faults do it, and a name that goes at the wrong moment. */
class LostAnswersTest {
    private static final RunKey RUN = new RunKey("k3x9w2mq7a");
    private static final AccountLease ONE = lease("one", "factory-1");
    private static final String BRANCH = "slipway/" + RUN;

    @TempDir
    Path folder;

    private SandboxAccounts sandbox;
    private RepositoryActivitiesImpl activities;

    @BeforeEach
    void start() throws Exception {
        sandbox = new SandboxAccounts(folder.resolve("sandbox"));
        activities = new RepositoryActivitiesImpl(sandbox.clients, new WritePacing(Duration.ofMillis(1)));
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop-before", "drop-after"})
    void oneRepositoryHoweverTheConnectionBreaks(String kind) throws Exception {
        plan("{\"kind\":\"" + kind + "\",\"route\":\"POST /user/repos\",\"times\":1}");

        Repository made = untilAnswered(() -> activities.ensure(vault("vault", OnNameTaken.SUFFIX)));

        assertThat(made.id()).isEqualTo(RepositoryId.of("factory-1/vault"));
        assertThat(acted("/user/repos")).isEqualTo(1);
        theFaultHasStruck();
        assertThat(sandbox.clients.as(ONE.account()).getMyself().listRepositories())
                .extracting(GHRepository::getName)
                .containsExactly("vault");
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop-before", "drop-after"})
    void onePullRequestHoweverTheConnectionBreaks(String kind) throws Exception {
        Repository repository = activities.ensure(vault("vault", OnNameTaken.SUFFIX));
        publish(repository, 1);
        plan("{\"kind\":\"" + kind + "\",\"route\":\"POST /repos/*/*/pulls\",\"times\":1}");

        PullRequest opened = untilAnswered(() -> activities.openPullRequest(new OpenPullRequest(
                repository.id(), RUN, BRANCH, "main", "Vault", "What was built", ONE, WriteSlots.NONE)));

        assertThat(opened.number()).isPositive();
        assertThat(acted("/pulls")).isEqualTo(1);
        theFaultHasStruck();
        assertThat(remote(repository).getPullRequests(GHIssueState.ALL)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop-before", "drop-after"})
    void oneCommentHoweverTheConnectionBreaks(String kind) throws Exception {
        Repository repository = activities.ensure(vault("vault", OnNameTaken.SUFFIX));
        publish(repository, 1);
        PullRequest opened = activities.openPullRequest(new OpenPullRequest(
                repository.id(), RUN, BRANCH, "main", "Vault", "What was built", ONE, WriteSlots.NONE));
        remote(repository).getPullRequest(opened.number()).comment("> Slipway run: " + RUN);
        plan("{\"kind\":\"" + kind + "\",\"route\":\"POST /repos/*/*/issues/*/comments\",\"times\":1}");

        Commented said = untilAnswered(() -> activities.comment(remark(repository, opened, "It needs a person")));

        assertThat(said.written()).isTrue();
        assertThat(acted("/comments")).as("the other one's and ours").isEqualTo(2);
        assertThat(remote(repository).getPullRequest(opened.number()).getComments())
                .extracting(GHIssueComment::getBody)
                .containsExactly("> Slipway run: " + RUN, "It needs a person\n\nSlipway run: " + RUN + "\n");
        theFaultHasStruck();
    }

    @Test
    void aRunsCommentSaysTheLatestAndIsWrittenOnlyWhenThatIsNew() throws Exception {
        Repository repository = activities.ensure(vault("vault", OnNameTaken.SUFFIX));
        publish(repository, 1);
        PullRequest opened = activities.openPullRequest(new OpenPullRequest(
                repository.id(), RUN, BRANCH, "main", "Vault", "What was built", ONE, WriteSlots.NONE));

        assertThat(activities.comment(remark(repository, opened, "first")).written())
                .isTrue();
        assertThat(activities.comment(remark(repository, opened, "first")).written())
                .isFalse();
        assertThat(activities.comment(remark(repository, opened, "second")).written())
                .isTrue();

        assertThat(remote(repository).getPullRequest(opened.number()).getComments())
                .singleElement()
                .satisfies(comment -> assertThat(comment.getBody()).startsWith("second\n"));
    }

    private static CommentOnPullRequest remark(Repository repository, PullRequest opened, String body) {
        return new CommentOnPullRequest(repository.id(), RUN, opened.number(), body, ONE, WriteSlots.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kind\":\"drop-before\",\"route\":\"POST git-push\",\"times\":1}",
                "{\"kind\":\"drop-after\",\"route\":\"POST git-push\",\"times\":1}",
                "{\"kind\":\"git-cut\",\"times\":1}",
                "{\"kind\":\"git-cut\",\"at\":\"answer\",\"times\":2}"
            })
    void oneCommitHoweverThePushIsCut(String fault) throws Exception {
        Repository repository = activities.ensure(vault("vault", OnNameTaken.SUFFIX));

        long[] session = new long[1];
        // Once the session has its checkpoint, so that it is the branch that is hit.
        PublishOutcome published =
                untilAnswered(() -> publish(repository, ++session[0], session[0] == 1 ? fault : null));

        assertThat(published.changed()).isTrue();
        String head = remote(repository).getRef("heads/" + BRANCH).getObject().getSha();
        assertThat(published.commit()).isEqualTo(head);
        assertThat(remote(repository).getCommit(head).getParentSHA1s())
                .as("one commit on the base")
                .containsExactly(
                        remote(repository).getRef("heads/main").getObject().getSha());
        theFaultHasStruck();
    }

    /** In all and by itself; a plan without a fault would have no hits either. */
    private void theFaultHasStruck() throws Exception {
        assertThat(http("GET", "/_sandbox/faults", null))
                .containsPattern("\"hits\"\\s*:\\s*[1-9]")
                .doesNotContainPattern("\"hits\"\\s*:\\s*0");
    }

    @Test
    void aNameThatIsTakenBetweenLookAndCreationFailsWithThatReason() {
        takenMeanwhile();
        assertThatThrownBy(() -> activities.ensure(vault("vault", OnNameTaken.NEEDS_ATTENTION)))
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(failure.getType()).isEqualTo(FailureType.NAME_TAKEN.name()))
                .hasMessageContaining("factory-1/vault")
                .hasMessageContaining("on_name_taken");
    }

    @Test
    void aNameThatIsTakenBetweenLookAndCreationIsLeftToWhoeverTookIt() throws Exception {
        takenMeanwhile();
        Repository made = activities.ensure(vault("vault", OnNameTaken.SUFFIX));

        assertThat(made.id()).isEqualTo(RepositoryId.of("factory-1/vault-2"));
        assertThat(sandbox.clients
                        .as(ONE.account())
                        .getRepository("factory-1/vault")
                        .getDescription())
                .isEqualTo("somebody's own");
    }

    /** Right after we have looked, somebody creates a repository of that name. */
    private void takenMeanwhile() {
        sandbox.next("GET", "/repos/factory-1/vault", (request, response, chain) -> {
            chain.doFilter(request, response);
            sandbox.clients
                    .as(ONE.account())
                    .createRepository("vault")
                    .description("somebody's own")
                    .create();
        });
    }

    private interface Attempt<T> {
        T make() throws Exception;
    }

    /** As Temporal does: what failed for a passing reason is tried again. */
    private static <T> T untilAnswered(Attempt<T> attempt) throws Exception {
        for (int tries = 1; ; tries++) {
            try {
                return attempt.make();
            } catch (ApplicationFailure e) {
                if (e.isNonRetryable() || tries == 4) {
                    throw e;
                }
            }
        }
    }

    private PublishOutcome publish(Repository repository, long session) throws Exception {
        return publish(repository, session, null);
    }

    private PublishOutcome publish(Repository repository, long session, @Nullable String fault) throws Exception {
        Path tree = folder.resolve("ws/tree");
        try (WorkspaceGit git = new WorkspaceGit(
                folder.resolve("ws/git"),
                tree,
                new GitRemote(
                        URI.create(repository.cloneUrl()),
                        sandbox.settings().gitUrl(),
                        () -> sandbox.clients.token(ONE.account(), new RepositoryId("factory-1", "vault"))),
                new SecretScanner(List.of()))) {
            git.open(new SessionSpec(RUN, session, session, BRANCH, "main", "Vault", false, List.of()));
            Files.writeString(tree.resolve("Vault.sol"), "contract Vault {}");
            if (fault != null) {
                plan(fault);
            }
            return git.publish("Vault", true);
        }
    }

    private GHRepository remote(Repository repository) throws Exception {
        return sandbox.clients.as(ONE.account()).getRepository(repository.id().toString());
    }

    private static EnsureRepository vault(String name, OnNameTaken onNameTaken) {
        return new EnsureRepository(
                new RepositoryId("factory-1", name),
                "project/b/" + name,
                "A vault",
                Visibility.PRIVATE,
                "main",
                onNameTaken,
                ONE,
                WriteSlots.NONE);
    }

    /** Requests of that sort that had an effect. */
    private long acted(String pathEnd) {
        return sandbox.requests.stream()
                .filter(line -> line.startsWith("POST ") && line.endsWith(pathEnd))
                .count();
    }

    private void plan(String fault) throws Exception {
        http("POST", "/_sandbox/faults", fault);
    }

    private String http(String method, String path, String body) throws Exception {
        HttpRequest.BodyPublisher content =
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(sandbox.server.url() + path))
                                .method(method, content)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        return answer.body();
    }
}
