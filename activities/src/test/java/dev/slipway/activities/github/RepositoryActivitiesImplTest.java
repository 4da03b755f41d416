package dev.slipway.activities.github;

import static dev.slipway.activities.github.SandboxAccounts.answer;
import static dev.slipway.activities.github.SandboxAccounts.lease;
import static dev.slipway.activities.github.SandboxAccounts.lostAnswer;
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
import dev.slipway.failure.RateLimited;
import dev.slipway.repository.DeleteRepository;
import dev.slipway.repository.EnsureRepository;
import dev.slipway.repository.MergeMethod;
import dev.slipway.repository.MergeObstacle;
import dev.slipway.repository.MergePullRequest;
import dev.slipway.repository.Merged;
import dev.slipway.repository.OnNameTaken;
import dev.slipway.repository.OpenPullRequest;
import dev.slipway.repository.PullRequest;
import dev.slipway.repository.Repository;
import dev.slipway.repository.RepositoryId;
import dev.slipway.repository.SetTopics;
import dev.slipway.repository.TopicsSet;
import dev.slipway.repository.Visibility;
import dev.slipway.run.RunKey;
import io.temporal.failure.ApplicationFailure;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kohsuke.github.GHRepository;

class RepositoryActivitiesImplTest {
    private static final RunKey RUN = new RunKey("k3x9w2mq7a");
    private static final AccountLease ONE = lease("one", "factory-1");
    private static final AccountLease TWO = lease("two", "factory-2");

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

    private static EnsureRepository vault(String project, OnNameTaken onNameTaken, AccountLease lease) {
        return vault("factory-1", project, onNameTaken, lease);
    }

    private static EnsureRepository vault(String owner, String project, OnNameTaken onNameTaken, AccountLease lease) {
        return new EnsureRepository(
                new RepositoryId(owner, "vault"),
                "project/b/" + project,
                "A vault\nwith \"quotes\" and $(shell)",
                Visibility.PRIVATE,
                "main",
                onNameTaken,
                lease,
                WriteSlots.NONE);
    }

    private static ApplicationFailure failsAs(FailureType type, ThrowingCallable call) {
        ApplicationFailure[] caught = new ApplicationFailure[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
            assertThat(failure.getType()).as(failure.getMessage()).isEqualTo(type.name());
            assertThat(failure.getMessage()).doesNotContain("ghp_");
            caught[0] = failure;
        });
        return caught[0];
    }

    private List<String> sent(String method) {
        return sandbox.requests.stream()
                .filter(line -> line.startsWith(method + " "))
                .toList();
    }

    private PublishOutcome publish(Repository repository) throws Exception {
        Path tree = folder.resolve("ws/tree");
        try (WorkspaceGit git = new WorkspaceGit(
                folder.resolve("ws/git"),
                tree,
                new GitRemote(
                        URI.create(repository.cloneUrl()),
                        sandbox.settings().gitUrl(),
                        () -> sandbox.clients.token(ONE.account(), new RepositoryId("factory-1", "vault"))),
                new SecretScanner(List.of()))) {
            git.open(new SessionSpec(RUN, 1, 1, "slipway/" + RUN, "main", "Vault", false, List.of()));
            Files.writeString(tree.resolve("Vault.sol"), "contract Vault {}");
            return git.publish("Vault", true);
        }
    }

    private static OpenPullRequest pullRequest(Repository repository) {
        return new OpenPullRequest(
                repository.id(), RUN, "slipway/" + RUN, "main", "Vault", "What was built", ONE, WriteSlots.NONE);
    }

    @Test
    void createsARepositoryThatCarriesTheProjectsMark() throws Exception {
        Repository created = activities.ensure(vault("vault", OnNameTaken.NEEDS_ATTENTION, ONE));

        assertThat(created.created()).isTrue();
        assertThat(created.id()).isEqualTo(RepositoryId.of("factory-1/vault"));
        assertThat(created.cloneUrl()).startsWith(sandbox.server.url()).doesNotContain("@");
        assertThat(created.defaultBranch()).isEqualTo("main");
        assertThat(created.requests()).isEqualTo(2).isEqualTo(sandbox.requests.size());
        assertThat(sandbox.clients
                        .as(ONE.account())
                        .getRepository("factory-1/vault")
                        .getDescription())
                .isEqualTo("A vault with \"quotes\" and $(shell) (slipway: project/b/vault)");
    }

    private static SetTopics topics(Repository repository, boolean created) {
        return new SetTopics(
                repository.id(), "project/b/vault", created, List.of("solidity", "Vault"), ONE, WriteSlots.NONE);
    }

    private List<String> topicsOf(Repository repository) throws Exception {
        return sandbox.clients
                .as(ONE.account())
                .getRepository(repository.id().toString())
                .listTopics();
    }

    @Test
    void givesItsRepositoryTheTopicsOnce() throws Exception {
        Repository created = activities.ensure(vault("vault", OnNameTaken.NEEDS_ATTENTION, ONE));

        assertThat(activities.setTopics(topics(created, true))).isEqualTo(new TopicsSet(true, 1));
        assertThat(topicsOf(created)).containsExactlyInAnyOrder("solidity", "vault");
        assertThat(activities.setTopics(topics(created, false)).set()).isFalse();
        assertThat(sent("PUT")).hasSize(1);
    }

    @Test
    void leavesTheTopicsOfARepositoryThatItOnlyUses() throws Exception {
        activities.ensure(vault("older", OnNameTaken.NEEDS_ATTENTION, ONE));
        Repository reused = activities.ensure(vault("vault", OnNameTaken.REUSE, ONE));

        assertThat(activities.setTopics(topics(reused, reused.created())).set()).isFalse();
        assertThat(topicsOf(reused)).isEmpty();
    }

    @Test
    void findsItsOwnRepositoryAgain() {
        activities.ensure(vault("vault", OnNameTaken.NEEDS_ATTENTION, ONE));
        Repository again = activities.ensure(vault("vault", OnNameTaken.NEEDS_ATTENTION, ONE));
        assertThat(again.created()).isFalse();
        assertThat(sent("POST")).hasSize(1);
        assertThat(again.requests()).isEqualTo(1);
    }

    @Test
    void createsInAnOrganisationToo() {
        Repository created = activities.ensure(vault("acme", "vault", OnNameTaken.NEEDS_ATTENTION, TWO));
        assertThat(created.id()).isEqualTo(RepositoryId.of("acme/vault"));
        assertThat(created.requests()).isEqualTo(2);
    }

    @Test
    void looksBeforeItCreatesAgainWhenTheAnswerWasLost() {
        sandbox.next("POST", "/user/repos", lostAnswer());
        Repository created = activities.ensure(vault("vault", OnNameTaken.SUFFIX, ONE));
        assertThat(created.created()).isTrue();
        assertThat(created.id()).isEqualTo(RepositoryId.of("factory-1/vault"));
        assertThat(sent("POST")).hasSize(1);
    }

    @Test
    void triesAWriteOnceAndLeavesTheRestToTemporal() {
        sandbox.next("POST", "/user/repos", answer(502, "<html>bad gateway</html>"));
        failsAs(FailureType.UNAVAILABLE, () -> activities.ensure(vault("vault", OnNameTaken.SUFFIX, ONE)));
        assertThat(sent("POST")).hasSize(1);
    }

    @Test
    void answersATakenNameAsConfigured() {
        activities.ensure(vault("somebody-elses", OnNameTaken.NEEDS_ATTENTION, ONE));

        failsAs(FailureType.NAME_TAKEN, () -> activities.ensure(vault("vault", OnNameTaken.NEEDS_ATTENTION, ONE)));

        Repository suffixed = activities.ensure(vault("vault", OnNameTaken.SUFFIX, ONE));
        assertThat(suffixed.id()).isEqualTo(RepositoryId.of("factory-1/vault-2"));
        assertThat(activities.ensure(vault("vault", OnNameTaken.SUFFIX, ONE)).created())
                .isFalse();

        Repository reused = activities.ensure(vault("third", OnNameTaken.REUSE, ONE));
        assertThat(reused.id()).isEqualTo(RepositoryId.of("factory-1/vault"));
        assertThat(reused.created()).isFalse();
    }

    @Test
    void takesANameThatItCannotSeeAsTaken() {
        activities.ensure(vault("acme", "somebody-elses", OnNameTaken.NEEDS_ATTENTION, ONE));
        sandbox.next("GET", "/repos/acme/vault", answer(404, "{\"message\":\"Not Found\"}"));
        Repository suffixed = activities.ensure(vault("acme", "vault", OnNameTaken.SUFFIX, TWO));
        assertThat(suffixed.id()).isEqualTo(RepositoryId.of("acme/vault-2"));
    }

    @Test
    void opensOnePullRequestForARunAndSpendsFewRequests() throws Exception {
        Repository repository = activities.ensure(vault("vault", OnNameTaken.SUFFIX, ONE));
        publish(repository);
        PullRequest opened = activities.openPullRequest(pullRequest(repository));

        assertThat(opened.created()).isTrue();
        assertThat(opened.requests()).isEqualTo(2);
        assertThat(activities.openPullRequest(pullRequest(repository)).number()).isEqualTo(opened.number());
        assertThat(sent("POST").stream().filter(line -> line.endsWith("/pulls")))
                .hasSize(1);
        assertThat(sandbox.clients
                        .as(ONE.account())
                        .getRepository("factory-1/vault")
                        .getPullRequest(opened.number())
                        .getBody())
                .contains("\nSlipway run: " + RUN);
        assertThat(repository.requests() + opened.requests()).isLessThanOrEqualTo(6);
    }

    @Test
    void findsThePullRequestWhoseAnswerWasLost() throws Exception {
        Repository repository = activities.ensure(vault("vault", OnNameTaken.SUFFIX, ONE));
        publish(repository);
        sandbox.next("POST", "/pulls", lostAnswer());
        assertThat(activities.openPullRequest(pullRequest(repository)).number()).isPositive();
        assertThat(sent("POST").stream().filter(line -> line.endsWith("/pulls")))
                .hasSize(1);
    }

    @Test
    void saysWhyAPullRequestIsRefused() {
        Repository repository = activities.ensure(vault("vault", OnNameTaken.SUFFIX, ONE));
        ApplicationFailure refused =
                failsAs(FailureType.REQUEST_REFUSED, () -> activities.openPullRequest(pullRequest(repository)));
        assertThat(refused.isNonRetryable()).isTrue();
    }

    @Test
    void mergesOnceAndOnlyWhatWasVerified() throws Exception {
        Repository repository = activities.ensure(vault("vault", OnNameTaken.SUFFIX, ONE));
        String commit = publish(repository).commit();
        int number = activities.openPullRequest(pullRequest(repository)).number();

        assertThat(activities
                        .merge(new MergePullRequest(
                                repository.id(), number, "0".repeat(40), MergeMethod.SQUASH, ONE, WriteSlots.NONE))
                        .merged())
                .isFalse();
        MergePullRequest merge =
                new MergePullRequest(repository.id(), number, commit, MergeMethod.SQUASH, ONE, WriteSlots.NONE);
        sandbox.next("PUT", "/merge", lostAnswer());
        assertThat(activities.merge(merge).merged()).isTrue();
        assertThat(activities.merge(merge).merged()).isTrue();
        assertThat(sent("PUT")).hasSize(1);
        assertThat(activities.openPullRequest(pullRequest(repository)).merged()).isTrue();
    }

    @Test
    void saysWhatStandsInTheWayOfAMerge() throws Exception {
        Repository repository = activities.ensure(vault("vault", OnNameTaken.SUFFIX, ONE));
        String commit = publish(repository).commit();
        int number = activities.openPullRequest(pullRequest(repository)).number();
        GHRepository handle = sandbox.clients.as(ONE.account()).getRepository("factory-1/vault");
        MergePullRequest merge =
                new MergePullRequest(repository.id(), number, commit, MergeMethod.SQUASH, ONE, WriteSlots.NONE);
        assertThat(activities
                        .merge(new MergePullRequest(
                                repository.id(), number, "0".repeat(40), MergeMethod.SQUASH, ONE, WriteSlots.NONE))
                        .obstacle())
                .isEqualTo(MergeObstacle.MOVED);

        handle.createContent()
                .branch("main")
                .path("Vault.sol")
                .content("contract Another {}")
                .message("Somebody else's vault")
                .commit();
        Merged conflicting = activities.merge(merge);
        assertThat(conflicting.obstacle()).isEqualTo(MergeObstacle.CONFLICT);
        assertThat(conflicting.afterCatchingUp()).isTrue();
        assertThat(conflicting.reason()).isEqualTo("Pull Request is not mergeable");

        handle.getPullRequest(number).close();
        assertThat(activities.merge(merge).obstacle()).isEqualTo(MergeObstacle.CLOSED);
        assertThat(activities.merge(merge).afterCatchingUp()).isFalse();
    }

    @Test
    void leavesARuleOfTheRepositoryToPeople() throws Exception {
        Repository repository = activities.ensure(vault("vault", OnNameTaken.SUFFIX, ONE));
        String commit = publish(repository).commit();
        int number = activities.openPullRequest(pullRequest(repository)).number();
        sandbox.clients.as(ONE.account()).getRepository("factory-1/vault").allowRebaseMerge(false);
        Merged refused = activities.merge(
                new MergePullRequest(repository.id(), number, commit, MergeMethod.REBASE, ONE, WriteSlots.NONE));
        assertThat(refused.obstacle()).isEqualTo(MergeObstacle.NOT_ALLOWED);
        assertThat(refused.reason()).contains("Rebase merges are not allowed");
    }

    @Test
    void deletesOnlyWhatTheProjectMadeAndNobodyElseTouched() throws Exception {
        Repository repository = activities.ensure(vault("vault", OnNameTaken.SUFFIX, ONE));
        publish(repository);
        assertThat(delete("other").deleted()).isFalse();

        String main = sandbox.clients
                .as(ONE.account())
                .getRepository("factory-1/vault")
                .getRef("heads/main")
                .getObject()
                .getSha();
        sandbox.clients.as(ONE.account()).getRepository("factory-1/vault").createRef("refs/heads/by-hand", main);
        assertThat(delete("vault").deleted()).isFalse();
        sandbox.clients
                .as(ONE.account())
                .getRepository("factory-1/vault")
                .getRef("heads/by-hand")
                .delete();

        assertThat(delete("vault").deleted()).isTrue();
        assertThat(delete("vault").deleted()).isFalse();
    }

    private dev.slipway.repository.Deleted delete(String project) {
        return activities.delete(
                new DeleteRepository(RepositoryId.of("factory-1/vault"), "project/b/" + project, ONE, WriteSlots.NONE));
    }

    @Test
    void saysWhichAccountsTroubleItIs() {
        EnsureRepository request = vault("vault", OnNameTaken.SUFFIX, ONE);
        failsAs(
                FailureType.ACCOUNT_UNAUTHORIZED,
                () -> activities.ensure(vault("vault", OnNameTaken.SUFFIX, lease("wrong", "factory-1"))));
        failsAs(
                FailureType.NOT_CONFIGURED,
                () -> activities.ensure(vault("vault", OnNameTaken.SUFFIX, lease("unknown", "factory-1"))));
        failsAs(
                FailureType.ACCOUNT_FORBIDDEN,
                () -> activities.ensure(vault("acme", "v", OnNameTaken.SUFFIX, lease("outsider", "outsider"))));
        sandbox.next("GET", "", answer(403, "{\"message\":\"Sorry. Your account was suspended.\"}"));
        failsAs(FailureType.ACCOUNT_SUSPENDED, () -> activities.ensure(request));
        sandbox.next("GET", "", answer(403, "{\"message\":\"Forbidden\"}", "X-Accepted-OAuth-Scopes", "repo"));
        assertThat(failsAs(FailureType.ACCOUNT_FORBIDDEN, () -> activities.ensure(request)))
                .hasMessageContaining("scopes repo");
        sandbox.next("GET", "", answer(403, "{}", "X-GitHub-SSO", "required; url=https://github.com/sso"));
        assertThat(failsAs(FailureType.ACCOUNT_FORBIDDEN, () -> activities.ensure(request)))
                .hasMessageContaining("https://github.com/sso");
        sandbox.next("GET", "", answer(500, ""));
        failsAs(FailureType.UNAVAILABLE, () -> activities.ensure(request));
    }

    @Test
    void tellsUntilWhenALimitHolds() {
        EnsureRepository request = vault("vault", OnNameTaken.SUFFIX, ONE);
        Instant reset = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 900);
        sandbox.next(
                "GET",
                "",
                answer(
                        403,
                        "{\"message\":\"API rate limit exceeded for user ID 1.\"}",
                        "X-RateLimit-Remaining",
                        "0",
                        "X-RateLimit-Reset",
                        Long.toString(reset.getEpochSecond())));
        RateLimited primary = limit(request);
        assertThat(primary.secondary()).isFalse();
        assertThat(primary.until()).isBetween(reset.minusSeconds(3), reset.plusSeconds(3));

        sandbox.next("GET", "", answer(429, "{}", "Retry-After", "120"));
        RateLimited seconds = limit(request);
        assertThat(seconds.secondary()).isTrue();
        assertThat(seconds.until()).isAfter(Instant.now().plusSeconds(100));

        sandbox.next(
                "GET",
                "",
                answer(
                        403,
                        "{\"message\":\"You have exceeded a secondary rate limit.\"}",
                        "Date",
                        "Tue, 03 Mar 2026 10:00:00 GMT",
                        "Retry-After",
                        "Tue, 03 Mar 2026 10:05:00 GMT"));
        assertThat(limit(request).until())
                .as("five minutes by GitHub's clock, whatever ours says")
                .isBetween(Instant.now().plusSeconds(280), Instant.now().plusSeconds(301));

        sandbox.next(
                "GET",
                "",
                answer(
                        403,
                        "{\"message\":\"Slow down\",\"documentation_url\":\"https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits\"}"));
        RateLimited untimed = limit(request);
        assertThat(untimed).isEqualTo(new RateLimited(null, true));
        assertThat(sandbox.requests)
                .as("nothing is tried again, nothing waited for")
                .hasSize(4);
    }

    /** By a worker that has met no limit before: it would send nothing more. */
    private RateLimited limit(EnsureRepository request) {
        RepositoryActivitiesImpl fresh =
                new RepositoryActivitiesImpl(sandbox.freshClients(), new WritePacing(Duration.ofMillis(1)));
        return failsAs(FailureType.ACCOUNT_RATE_LIMITED, () -> fresh.ensure(request))
                .getDetails()
                .get(RateLimited.class);
    }

    @Test
    void doesNotTakeALimitFromWordsInARepositorysText() {
        EnsureRepository request = vault("vault", OnNameTaken.SUFFIX, ONE);
        sandbox.next("GET", "", answer(403, "{\"message\":\"Resource not accessible: 'my rate limit exceeded'\"}"));
        failsAs(FailureType.ACCOUNT_FORBIDDEN, () -> activities.ensure(request));
    }

    @Test
    void doesNotTakeAnAccountForSuspendedFromWordsInARepositorysText() {
        EnsureRepository request = vault("vault", OnNameTaken.SUFFIX, ONE);
        sandbox.next(
                "GET", "", answer(403, "{\"message\":\"Resource not accessible: 'notes-on-suspended-accounts'\"}"));
        failsAs(FailureType.ACCOUNT_FORBIDDEN, () -> activities.ensure(request));
    }

    @Test
    void sendsTheTokenNowhereElse() throws Exception {
        List<String> authorized = new CopyOnWriteArrayList<>();
        try (SandboxAccounts elsewhere = new SandboxAccounts(folder.resolve("elsewhere"))) {
            elsewhere.next("GET", "/vault", (request, response, chain) -> {
                authorized.add(String.valueOf(request.getHeader("Authorization")));
                chain.doFilter(request, response);
            });
            sandbox.next("GET", "/vault", (request, response, chain) -> {
                response.setStatus(301);
                response.setHeader("Location", elsewhere.server.apiUrl() + "/repos/factory-1/vault");
            });
            activities.ensure(vault("vault", OnNameTaken.SUFFIX, ONE));
            assertThat(authorized).containsExactly("null");
        }
    }

    @Test
    void asksForWhatItKnowsByETag() throws Exception {
        activities.ensure(vault("vault", OnNameTaken.SUFFIX, ONE));
        activities.ensure(vault("vault", OnNameTaken.SUFFIX, ONE));
        activities.ensure(vault("vault", OnNameTaken.SUFFIX, ONE));
        int[] revalidated = new int[1];
        sandbox.next("GET", "", (request, response, chain) -> {
            revalidated[0] += request.getHeader("If-None-Match") == null ? 0 : 1;
            chain.doFilter(request, response);
        });
        assertThat(activities.ensure(vault("vault", OnNameTaken.SUFFIX, ONE)).created())
                .isFalse();
        assertThat(revalidated[0]).isEqualTo(1);
    }
}
