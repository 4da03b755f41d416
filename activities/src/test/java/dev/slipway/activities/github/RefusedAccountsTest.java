package dev.slipway.activities.github;

import static dev.slipway.activities.github.SandboxAccounts.lease;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.account.AccountLease;
import dev.slipway.account.AccountTrouble;
import dev.slipway.account.AllowanceReport;
import dev.slipway.account.BlockReason;
import dev.slipway.account.WriteSlots;
import dev.slipway.activities.git.GitRemote;
import dev.slipway.activities.git.SessionSpec;
import dev.slipway.activities.git.WorkspaceGit;
import dev.slipway.activities.scan.SecretScanner;
import dev.slipway.failure.FailureType;
import dev.slipway.failure.RateLimited;
import dev.slipway.repository.EnsureRepository;
import dev.slipway.repository.OnNameTaken;
import dev.slipway.repository.Repository;
import dev.slipway.repository.RepositoryId;
import dev.slipway.repository.Visibility;
import dev.slipway.run.RunKey;
import dev.slipway.settings.secret.SecretRef;
import io.temporal.failure.ApplicationFailure;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the sandbox's GitHub refuses, by REST and by Git, as it becomes our words and the pool's. */
class RefusedAccountsTest {
    private static final RunKey RUN = new RunKey("k3x9w2mq7a");
    private static final AccountLease ONE = lease("one", "factory-1");

    @TempDir
    Path folder;

    private final List<AccountTrouble> troubles = new CopyOnWriteArrayList<>();
    private SandboxAccounts sandbox;
    private RepositoryActivitiesImpl activities;

    @BeforeEach
    void start() throws Exception {
        sandbox = new SandboxAccounts(folder.resolve("sandbox"));
        PoolReports reports = new PoolReports() {
            @Override
            public void allowance(AllowanceReport report) {
                // how much is left is another matter
            }

            @Override
            public void trouble(AccountTrouble trouble) {
                troubles.add(trouble);
            }
        };
        GitHubClients clients = new GitHubClients(
                sandbox.settings(),
                List.of(sandbox.account("one")),
                reference -> ((SecretRef.Literal) reference).secret(),
                new Principals(InstantSource.system(), reports));
        activities = new RepositoryActivitiesImpl(clients, new WritePacing(Duration.ofMillis(1)));
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private void fault(String json) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(sandbox.server.url() + "/_sandbox/faults"))
                                .POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"')))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private Repository ensure() {
        return activities.ensure(new EnsureRepository(
                new RepositoryId("factory-1", "vault"),
                "project/b/vault",
                "A vault",
                Visibility.PRIVATE,
                "main",
                OnNameTaken.SUFFIX,
                ONE,
                WriteSlots.NONE));
    }

    private static ApplicationFailure failure(
            FailureType type, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        ApplicationFailure failure = catchThrowableOfType(ApplicationFailure.class, call);
        assertThat(failure).as("a failure").isNotNull();
        assertThat(failure.getType()).as(failure.getMessage()).isEqualTo(type.name());
        assertThat(failure.isNonRetryable()).isEqualTo(!type.retryable());
        return failure;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "{'kind':'token-revoked','route':'rest'}                        | ACCOUNT_UNAUTHORIZED | UNAUTHORIZED",
                "{'kind':'account-suspended','route':'rest'}                    | ACCOUNT_SUSPENDED    | SUSPENDED",
                "{'kind':'sso-required','route':'rest'}                         | ACCOUNT_FORBIDDEN    | SSO_REQUIRED",
                "{'kind':'missing-scope','route':'rest-write'}                  | ACCOUNT_FORBIDDEN    | -",
                "{'kind':'primary-limit','route':'rest','resetsIn':'10m'}       | ACCOUNT_RATE_LIMITED | RATE_LIMITED",
                "{'kind':'secondary-limit','route':'rest','retryAfter':'90s'}   | ACCOUNT_RATE_LIMITED | RATE_LIMITED",
                "{'kind':'secondary-limit','route':'rest','retryAfter':'none'}  | ACCOUNT_RATE_LIMITED | RATE_LIMITED",
                "{'kind':'server-error','route':'rest','status':503}            | UNAVAILABLE          | -",
                "{'kind':'drop-before','route':'rest'}                          | UNAVAILABLE          | -",
            })
    void whatRestRefusesIsNamedAndToldToThePool(String fault, FailureType type, BlockReason reason) throws Exception {
        fault(fault);

        failure(type, this::ensure);

        if (reason == null) {
            assertThat(troubles)
                    .as("one refusal of this kind blocks nobody by itself")
                    .isEmpty();
        } else {
            assertThat(troubles).isNotEmpty().allSatisfy(trouble -> {
                assertThat(trouble.reason()).isEqualTo(reason);
                assertThat(trouble.response()).contains("/api/v3/");
            });
        }
    }

    @Test
    void aLimitSaysUntilWhen() throws Exception {
        fault("{'kind':'secondary-limit','route':'rest','retryAfter':'90s','times':1}");
        RateLimited secondary = limit();
        assertThat(secondary.secondary()).isTrue();
        assertThat(secondary.until())
                .isBetween(Instant.now().plusSeconds(60), Instant.now().plusSeconds(91));
        int sent = sandbox.requests.size();
        assertThat(limit().until())
                .as("known without asking: the fault is for one request only")
                .isBetween(Instant.now().plusSeconds(60), Instant.now().plusSeconds(91));
        assertThat(sandbox.requests).hasSize(sent);
    }

    @Test
    void aPrimaryLimitEndsAtItsReset() throws Exception {
        fault("{'kind':'primary-limit','route':'rest','resetsIn':'10m','times':1}");
        RateLimited primary = limit();
        assertThat(primary.secondary()).isFalse();
        assertThat(primary.until())
                .isBetween(Instant.now().plusSeconds(500), Instant.now().plusSeconds(602));
    }

    private RateLimited limit() {
        return failure(FailureType.ACCOUNT_RATE_LIMITED, this::ensure)
                .getDetails()
                .get(RateLimited.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'kind':'token-revoked','route':'git'}                          | ACCOUNT_UNAUTHORIZED",
                "{'kind':'account-suspended','route':'git'}                      | ACCOUNT_SUSPENDED",
                "{'kind':'sso-required','route':'git'}                           | ACCOUNT_FORBIDDEN",
                "{'kind':'secondary-limit','route':'git','retryAfter':'90s'}     | ACCOUNT_RATE_LIMITED",
                "{'kind':'secondary-limit','route':'git','status':403,'retryAfter':'none'} | ACCOUNT_RATE_LIMITED",
                "{'kind':'server-error','route':'git','status':503}              | UNAVAILABLE",
                "{'kind':'drop-before','route':'git'}                            | UNAVAILABLE",
            })
    void whatGitRefusesIsNamed(String fault, FailureType type) throws Exception {
        Repository repository = ensure();
        try (WorkspaceGit git = new WorkspaceGit(
                folder.resolve("git"),
                folder.resolve("tree"),
                new GitRemote(
                        URI.create(repository.cloneUrl()),
                        sandbox.settings().gitUrl(),
                        () -> sandbox.clients.token(ONE.account(), repository.id())),
                new SecretScanner(List.of()))) {
            git.open(new SessionSpec(RUN, 1, 1, "slipway/" + RUN, "main", "Vault", false, List.of()));
            Files.writeString(folder.resolve("tree/Vault.sol"), "contract Vault {}");
            fault(fault);

            failure(type, () -> git.publish("Vault", true));
        }
    }
}
